with

source as (

    select * from {{ source('d365_finance', 'projinvoicejour') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projinvoiceid', 'invoicedate') }} as invoice_key,
        {{ d365_key('dataareaid', 'projinvoiceprojid') }} as project_contract_key,
        {{ d365_key('dataareaid', 'invoiceaccount') }} as customer_key,
        {{ d365_key('dataareaid', 'ledgervoucher') }} as voucher_key,
        ---------- attributes
        cast(projinvoiceid as string) as invoice_number,
        cast(projinvoiceprojid as string) as project_contract_number,
        cast(proposalid as string) as proposal_number,
        cast(invoiceaccount as string) as invoice_account_number,
        cast(orderaccount as string) as order_account_number,
        cast(currencyid as string) as currency_code,
        cast(ledgervoucher as string) as voucher,
        cast(description as string) as description,
        ---------- measures
        cast(exchrate as decimal(28, 12)) as exchange_rate,
        cast(invoiceamount as decimal(18, 4)) as invoice_amount,
        cast(sumtax as decimal(18, 4)) as tax_amount,
        cast(salesorderbalance as decimal(18, 4)) as net_amount,
        cast(onaccountamount as decimal(18, 4)) as on_account_amount,
        ---------- booleans
        cast(isproforma as boolean) as is_proforma,
        ---------- dates
        cast(invoicedate as date) as invoiced_on,
        cast(duedate as date) as due_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
