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

contract as (

    select * from {{ ref('contract') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

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

tryton as (

    select
        sale_line.source_instance,
        instance.source_system,
        sale_line.sale_line_record_id as source_record_id,
        sale_line._raw_row_id,
        sale_line.source_instance || ':' || sale_line.sale_record_id as contract_id,
        row_number() over (
            partition by sale_line.source_instance, sale_line.sale_record_id
            order by sale_line.line_sequence nulls last, cast(sale_line.sale_line_record_id as bigint)
        ) as line_number,
        sale_line.quantity,
        {{ seconds_of('sale_line.quantity', 'units.seconds') }} as duration_seconds,
        sale_line.unit_price,
        {{ line_amount('sale_line.quantity', 'sale_line.unit_price', 'currency.minor_unit_digits') }}
            as price,
        currency.currency_code as currency,
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
    where sale_line.line_type = 'line'

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as contract_line_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.contract_id,
        tryton.line_number,
        cast(1 as bigint) as version,
        'original' as change_kind,
        cast(null as date) as effective_on,
        project.project_id,
        project.billing_type,
        code_map.canonical_value as revenue_method,
        tryton.quantity,
        tryton.duration_seconds,
        tryton.unit_price,
        tryton.price,
        tryton.currency,
        cast(null as decimal(18, 4)) as cap,
        'principal' as principal_or_agent,
        cast(null as bigint) as grace_days,
        tryton.is_deleted

    from tryton
    left join contract on tryton.contract_id = contract.contract_id
    left join xref_project on contract.opportunity_id = xref_project.opportunity_id
    left join project on xref_project.project_id = project.project_id
    left join code_map
        on
            code_map.vendor = 'tieout'
            and code_map.field = 'contract_line.revenue_method'
            and project.billing_type = code_map.source_value

)

select * from final
