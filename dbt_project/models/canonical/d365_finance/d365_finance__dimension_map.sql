with

dimensionmap as (

    select * from {{ ref('stg_d365_finance__dimensionmap') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        dimensionmap.source_instance,
        instance.source_system,
        dimensionmap.record_id as source_record_id,
        dimensionmap._raw_row_id,
        dimensions.canonical_value as dimension,
        dimensionmap.source_code,
        dimensionmap.target_code,
        dimensionmap.source_instance || ':' || dimensionmap.data_area_id as legal_entity_ref,
        coalesce(dimensionmap.is_active, true) as is_active,
        dimensionmap.valid_from,
        dimensionmap.valid_to,
        dimensionmap.is_deleted

    from dimensionmap
    inner join instance on dimensionmap.source_instance = instance.source_instance
    left join code_map as dimensions
        on
            dimensions.vendor = 'd365_finance'
            and dimensions.field = 'dimensionmap.dimension'
            and dimensionmap.dimension = dimensions.source_value

)

select * from final
