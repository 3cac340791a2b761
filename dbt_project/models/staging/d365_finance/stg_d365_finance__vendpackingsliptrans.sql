with

source as (

    select * from {{ source('d365_finance', 'vendpackingsliptrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'origpurchid', 'purchaselinelinenumber') }} as purchase_line_key,
        ---------- attributes
        cast(packingslipid as string) as receipt_number,
        cast(origpurchid as string) as purchase_order_number,
        ---------- measures
        cast(purchaselinelinenumber as bigint) as line_number,
        cast(qty as decimal(18, 4)) as quantity,
        cast(lineamount as decimal(18, 4)) as line_amount,
        cast(valuemst as decimal(18, 4)) as accounting_amount,
        ---------- dates
        cast(deliverydate as date) as delivery_on,
        cast(accountingdate as date) as accounting_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
