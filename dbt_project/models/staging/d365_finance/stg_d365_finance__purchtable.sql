with

source as (

    select * from {{ source('d365_finance', 'purchtable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'purchid') }} as purchase_order_key,
        ---------- attributes
        cast(purchid as string) as purchase_order_number,
        cast(orderaccount as string) as order_account_number,
        cast(invoiceaccount as string) as invoice_account_number,
        cast(currencycode as string) as currency_code,
        cast(purchstatus as string) as purchase_status,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
