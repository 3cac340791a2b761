with

purchline as (

    select * from {{ ref('stg_d365_finance__purchline') }}

),

purchtable as (

    select * from {{ ref('stg_d365_finance__purchtable') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

vendor as (

    select * from {{ ref('d365_finance__vendor') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

orders as (

    select
        source_instance,
        purchase_order_key,
        max(currency_code) as currency

    from purchtable
    group by source_instance, purchase_order_key

),

final as (

    select
        purchline.source_instance,
        instance.source_system,
        purchline.purchase_line_key as source_record_id,
        purchline._raw_row_id,
        purchline.purchase_order_number as po_number,
        purchline.line_number,
        purchline.source_instance || ':' || purchline.vendor_key as vendor_ref,
        coalesce(hcmworker.personnel_number, vendor.worker_code) as worker_code,
        purchline.source_instance || ':' || purchline.project_key as erp_project_ref,
        coalesce(purchline.service_starts_on, {{ month_start('purchline.delivery_on') }}) as period_starts_on,
        coalesce(purchline.service_ends_on, {{ month_end('purchline.delivery_on') }}) as period_ends_on,
        purchline.quantity,
        {{ seconds_of('purchline.quantity', 'unit_seconds.seconds') }} as duration_seconds,
        purchline.unit_price as rate_amount,
        purchline.line_amount as amount,
        coalesce(purchline.currency_code, orders.currency) as currency,
        states.canonical_value as status,
        purchline.is_deleted

    from purchline
    inner join instance on purchline.source_instance = instance.source_instance
    left join orders
        on
            purchline.source_instance = orders.source_instance
            and purchline.purchase_order_key = orders.purchase_order_key
    left join hcmworker
        on
            purchline.source_instance = hcmworker.source_instance
            and purchline.worker_record_id = hcmworker.record_id
    left join vendor
        on
            purchline.source_instance = vendor.source_instance
            and purchline.vendor_key = vendor.source_record_id
    left join unit_seconds
        on
            unit_seconds.vendor = 'd365_finance'
            and lower(trim(purchline.unit_symbol)) = unit_seconds.symbol
    left join code_map as states
        on
            states.vendor = 'd365_finance'
            and states.field = 'purchline.purchstatus'
            and purchline.purchase_status = states.source_value

)

select * from final
