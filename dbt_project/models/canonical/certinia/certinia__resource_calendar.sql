with

resource as (

    select * from {{ ref('stg_certinia__resource') }}

),

region as (

    select * from {{ ref('stg_certinia__region') }}

),

work_calendar as (

    select * from {{ ref('stg_certinia__work_calendar') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

weekday as (

    select n as weekday from {{ whole_numbers(6) }} as counted

),

final as (

    select
        resource.source_instance,
        instance.source_system,
        resource.resource_record_id || ':' || {{ certinia_weekday_key('weekday.weekday') }} as source_record_id,
        resource._raw_row_id,
        resource.source_instance || ':' || resource.resource_record_id as resource_ref,
        cast(case when weekday.weekday = 0 then 7 else weekday.weekday end as bigint) as weekday,
        coalesce({{ certinia_on_weekday('weekday.weekday', 'work_calendar', 'seconds') }}, 0) as duration_seconds,
        resource.starts_on as valid_from,
        resource.ends_on as valid_to,
        resource.is_deleted or work_calendar.is_deleted as is_deleted

    from resource
    inner join instance on resource.source_instance = instance.source_instance
    left join region
        on
            resource.source_instance = region.source_instance
            and resource.region_record_id = region.region_record_id
    inner join work_calendar
        on
            resource.source_instance = work_calendar.source_instance
            and coalesce(resource.work_calendar_record_id, region.default_work_calendar_record_id)
            = work_calendar.work_calendar_record_id
    cross join weekday
    where resource.is_resource

)

select * from final
