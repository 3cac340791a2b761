with

resource as (

    select * from {{ ref('stg_certinia__resource') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

standard_day as (

    {{ certinia_standard_day() }}

),

final as (

    select
        resource.source_instance,
        instance.source_system,
        resource.resource_record_id as source_record_id,
        resource._raw_row_id,
        {{ null_of('string') }} as worker_ref,
        resource.source_instance || ':' || resource.resource_record_id as resource_ref,
        resource.starts_on as valid_from,
        resource.ends_on as valid_to,
        {{ certinia_hourly(
            'resource.cost_rate_amount', 'resource.is_cost_rate_daily', 'standard_day.standard_day_seconds'
        ) }} as hourly_amount,
        resource.currency,
        'standard' as basis,
        resource.is_deleted

    from resource
    inner join instance on resource.source_instance = instance.source_instance
    cross join standard_day
    where
        resource.is_resource
        and resource.cost_rate_amount <> 0

)

select * from final
