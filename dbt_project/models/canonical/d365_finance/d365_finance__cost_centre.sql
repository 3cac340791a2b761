with

omoperatingunit as (

    select * from {{ ref('stg_d365_finance__omoperatingunit') }}

),

dirpartytable as (

    select * from {{ ref('stg_d365_finance__dirpartytable') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

options as (

    {{ d365_options('omoperatingunit', 'omoperatingunittype') }}

),

units as (

    select
        omoperatingunit.*,
        coalesce(options.symbol, omoperatingunit.operating_unit_type) as unit_type

    from omoperatingunit
    left join options
        on
            omoperatingunit.source_instance = options.source_instance
            and omoperatingunit.operating_unit_type = options.option_value

),

final as (

    select
        units.source_instance,
        instance.source_system,
        units.record_id as source_record_id,
        units._raw_row_id,
        units.operating_unit_number as cost_centre_code,
        dirpartytable.name,
        {{ null_of('string') }} as parent_ref,
        {{ null_of('string') }} as legal_entity_code,
        not units.is_deleted as is_active,
        units.is_deleted

    from units
    inner join instance on units.source_instance = instance.source_instance
    inner join code_map
        on
            code_map.vendor = 'd365_finance'
            and code_map.field = 'omoperatingunit.omoperatingunittype'
            and units.unit_type = code_map.source_value
            and code_map.canonical_value = 'cost_centre'
    left join dirpartytable
        on
            units.source_instance = dirpartytable.source_instance
            and units.record_id = dirpartytable.record_id

)

select * from final
