with

source as (

    select * from {{ source('d365_finance', 'projinvoiceonacc') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projinvoiceid', 'invoicedate') }} as invoice_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        ---------- attributes
        cast(projinvoiceid as string) as invoice_number,
        cast(projid as string) as project_number,
        cast(transid as string) as transaction_number,
        cast(currencyid as string) as currency_code,
        cast(txt as string) as text,
        ---------- measures
        cast(qty as decimal(18, 4)) as quantity,
        cast(amount as decimal(18, 4)) as line_amount,
        cast(taxamount as decimal(18, 4)) as tax_amount,
        cast(linenumber as bigint) as line_number,
        ---------- booleans
        cast(psaisonaccount as boolean) as is_on_account,
        ---------- dates
        cast(invoicedate as date) as invoiced_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
