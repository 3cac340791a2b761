with

source as (

    select * from {{ source('d365_finance', 'vendinvoicejour') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'internalinvoiceid') }} as vendor_invoice_key,
        {{ d365_key('dataareaid', 'invoiceaccount') }} as vendor_key,
        ---------- attributes
        cast(internalinvoiceid as string) as internal_invoice_number,
        cast(invoiceid as string) as invoice_number,
        cast(invoiceaccount as string) as invoice_account_number,
        cast(currencycode as string) as currency_code,
        cast(ledgervoucher as string) as voucher,
        ---------- dates
        cast(invoicedate as date) as invoiced_on,
        cast(documentdate as date) as document_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
