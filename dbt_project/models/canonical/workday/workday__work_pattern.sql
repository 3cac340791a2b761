with

ranges as (

    {{ workday_ranges() }}

),

terms as (

    {{ workday_terms() }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

weekdays as (

    select cast(n as bigint) + 1 as weekday from {{ whole_numbers(6) }} as counted

),

weeks as (

    select
        ranges.*,
        terms.working_days_per_week,
        coalesce(ranges.scheduled_weekly_seconds, ranges.default_weekly_seconds) as weekly_seconds,
        case when ranges.scheduled_weekly_seconds is null then 'full_time' else 'personal' end as basis

    from ranges
    cross join terms

),

days as (

    select
        *,
        {{ seconds_per_day('weekly_seconds', 'working_days_per_week') }} as daily_seconds

    from weeks
    where weekly_seconds is not null

),

-- The last working day takes what the even spread leaves over.
final as (

    select
        days.source_instance,
        instance.source_system,
        days.worker_record_id || '@' || cast(days.starts_on as string) || ':' || cast(weekdays.weekday as string)
            as source_record_id,
        days._raw_row_id,
        days.source_instance || ':' || days.worker_record_id as worker_ref,
        weekdays.weekday,
        cast(
            case
                when weekdays.weekday < days.working_days_per_week then days.daily_seconds
                when weekdays.weekday = days.working_days_per_week
                    then days.weekly_seconds - days.daily_seconds * (days.working_days_per_week - 1)
                else 0
            end as bigint
        ) as duration_seconds,
        days.basis,
        days.starts_on as valid_from,
        days.ends_on as valid_to,
        days.is_deleted

    from days
    inner join instance on days.source_instance = instance.source_instance
    cross join weekdays

)

select * from final
