with

utilization_target as (

    select * from {{ ref('stg_certinia__utilization_target') }}

),

resource as (

    select * from {{ ref('stg_certinia__resource') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

dated as (

    select
        source_instance,
        target_record_id as source_record_id,
        _raw_row_id,
        resource_record_id,
        role,
        target_ratio,
        starts_on,
        ends_on,
        is_deleted

    from utilization_target

),

named as (

    select distinct
        source_instance,
        resource_record_id

    from utilization_target
    where not is_deleted

),

-- The target on the resource has no dates; it holds for those who have no dated one.
undated as (

    select
        resource.source_instance,
        resource.resource_record_id as source_record_id,
        resource._raw_row_id,
        resource.resource_record_id,
        {{ null_of('string') }} as role,
        resource.utilization_target_ratio as target_ratio,
        resource.starts_on,
        resource.ends_on,
        resource.is_deleted

    from resource
    left join named
        on
            resource.source_instance = named.source_instance
            and resource.resource_record_id = named.resource_record_id
    where
        resource.is_resource
        and resource.utilization_target_ratio is not null
        and named.resource_record_id is null

),

target as (

    select * from dated
    union all
    select * from undated

),

final as (

    select
        target.source_instance,
        instance.source_system,
        target.source_record_id,
        target._raw_row_id,
        target.source_instance || ':' || target.resource_record_id as resource_ref,
        target.role,
        {{ tieout.money_mul('1', 'target.target_ratio') }} as target_ratio,
        target.starts_on as valid_from,
        target.ends_on as valid_to,
        target.is_deleted

    from target
    inner join instance on target.source_instance = instance.source_instance

)

select * from final
