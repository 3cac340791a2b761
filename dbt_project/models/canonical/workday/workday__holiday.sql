with

holiday_calendar as (

    select * from {{ ref('stg_workday__holiday_calendar') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        holiday_calendar.source_instance,
        instance.source_system,
        holiday_calendar.location || ':' || cast(holiday_calendar.holiday_on as string) as source_record_id,
        holiday_calendar._raw_row_id,
        holiday_calendar.location,
        holiday_calendar.holiday_on,
        holiday_calendar.name,
        holiday_calendar.is_deleted

    from holiday_calendar
    inner join instance on holiday_calendar.source_instance = instance.source_instance

)

select * from final
