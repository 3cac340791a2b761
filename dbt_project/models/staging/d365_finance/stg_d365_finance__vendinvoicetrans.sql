with

source as (

    select * from {{ source('d365_finance', 'vendinvoicetrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'internalinvoiceid') }} as vendor_invoice_key,
        {{ d365_key('dataareaid', 'origpurchid', 'purchaselinelinenumber') }} as purchase_line_key,
        ---------- attributes
        cast(internalinvoiceid as string) as internal_invoice_number,
        cast(invoiceid as string) as invoice_number,
        cast(origpurchid as string) as purchase_order_number,
        cast(name as string) as name,
        cast(purchunit as string) as unit_symbol,
        cast(currencycode as string) as currency_code,
        ---------- measures
        cast(purchaselinelinenumber as bigint) as line_number,
        cast(qty as decimal(18, 4)) as quantity,
        cast(lineamount as decimal(18, 4)) as line_amount,
        ---------- dates
        cast(invoicedate as date) as invoiced_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
