with

sale_line as (

    select * from {{ ref('stg_tryton__sale_line') }}

),

sale as (

    select * from {{ ref('stg_tryton__sale_sale') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

uom as (

    select * from {{ ref('stg_tryton__product_uom') }}

),

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Units live in the ERP instance of the realm.
units as (

    select distinct
        instance.realm,
        uom.uom_record_id,
        unit_seconds.seconds

    from uom
    inner join instance on uom.source_instance = instance.source_instance
    inner join unit_seconds
        on
            unit_seconds.vendor = 'tryton'
            and uom.symbol = unit_seconds.symbol

),

final as (

    select
        sale_line.source_instance,
        instance.source_system,
        sale_line.sale_line_record_id as source_record_id,
        sale_line._raw_row_id,
        sale_line.source_instance || ':' || sale_line.sale_record_id as contract_ref,
        row_number() over (
            partition by sale_line.source_instance, sale_line.sale_record_id
            order by sale_line.line_sequence nulls last, cast(sale_line.sale_line_record_id as bigint)
        ) as line_number,
        cast(1 as bigint) as version,
        'original' as change_kind,
        case
            when code_map.canonical_value in ('draft', 'cancelled') then code_map.canonical_value
            when code_map.canonical_value is not null then 'approved'
        end as status,
        {{ null_of('date') }} as effective_on,
        {{ null_of('string') }} as project_ref,
        {{ null_of('string') }} as external_project_code,
        {{ null_of('string') }} as billing_type,
        {{ null_of('string') }} as revenue_method,
        sale_line.quantity,
        {{ seconds_of('sale_line.quantity', 'units.seconds') }} as duration_seconds,
        sale_line.unit_price,
        {{ line_amount('sale_line.quantity', 'sale_line.unit_price', 'currency.minor_unit_digits') }} as price,
        {{ null_of('decimal(18, 4)') }} as cap,
        currency.currency_code as currency,
        'principal' as principal_or_agent,
        {{ null_of('date') }} as starts_on,
        {{ null_of('date') }} as ends_on,
        {{ null_of('bigint') }} as grace_days,
        sale_line.is_deleted

    from sale_line
    inner join instance on sale_line.source_instance = instance.source_instance
    left join sale
        on
            sale_line.source_instance = sale.source_instance
            and sale_line.sale_record_id = sale.sale_record_id
    left join currency
        on
            sale.source_instance = currency.source_instance
            and sale.currency_record_id = currency.currency_record_id
    left join units
        on
            instance.realm = units.realm
            and sale_line.uom_record_id = units.uom_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'sale_sale.state'
            and sale.state = code_map.source_value
    where sale_line.line_type = 'line'

)

select * from final
