with

source as (

    select * from {{ source('d365_finance', 'purchline') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'purchid', 'linenumber') }} as purchase_line_key,
        {{ d365_key('dataareaid', 'purchid') }} as purchase_order_key,
        {{ d365_key('dataareaid', 'vendaccount') }} as vendor_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        cast(projworker as string) as worker_record_id,
        ---------- attributes
        cast(purchid as string) as purchase_order_number,
        cast(vendaccount as string) as vendor_account_number,
        cast(name as string) as name,
        cast(purchunit as string) as unit_symbol,
        cast(currencycode as string) as currency_code,
        cast(projid as string) as project_number,
        cast(purchstatus as string) as purchase_status,
        ---------- measures
        cast(linenumber as bigint) as line_number,
        cast(purchqty as decimal(18, 4)) as quantity,
        cast(purchprice as decimal(18, 4)) as unit_price,
        cast(lineamount as decimal(18, 4)) as line_amount,
        ---------- dates
        cast(deliverydate as date) as delivery_on,
        cast(serviceperiodfrom as date) as service_starts_on,
        cast(serviceperiodto as date) as service_ends_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
