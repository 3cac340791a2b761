with

source as (

    select * from {{ source('salesforce', 'order_item') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as order_item_record_id,
        {{ salesforce_id('order_id') }} as order_record_id,
        {{ salesforce_id('product_2_id') }} as product_record_id,
        ---------- attributes
        cast(order_item_number as string) as order_item_number,
        cast(billing_type as string) as billing_type,
        cast(revenue_method as string) as revenue_method,
        cast(principal_agent as string) as principal_agent,
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(line_number as bigint) as line_number,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(total_price as decimal(18, 4)) as price,
        cast(cap as decimal(18, 4)) as cap,
        cast(grace_days as bigint) as grace_days,
        ---------- dates
        cast(service_date as date) as service_on,
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
