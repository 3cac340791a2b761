with

region as (

    select * from {{ ref('stg_certinia__region') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        region.source_instance,
        instance.source_system,
        region.region_record_id as source_record_id,
        region._raw_row_id,
        coalesce(region.region_code, region.name) as region_code,
        region.name,
        region.source_instance || ':' || region.parent_record_id as parent_ref,
        region.is_active,
        region.is_deleted

    from region
    inner join instance on region.source_instance = instance.source_instance

)

select * from final
