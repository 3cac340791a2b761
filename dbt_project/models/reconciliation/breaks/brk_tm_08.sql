with

worker as (

    select * from {{ ref('worker') }}

),

employment_spell as (

    select * from {{ ref('employment_spell') }}

),

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

resource as (

    select * from {{ ref('resource') }}

),

work_pattern as (

    select * from {{ ref('work_pattern') }}

),

resource_calendar as (

    select
        resource_id,
        weekday,
        duration_seconds,
        coalesce(valid_from, {{ beginning_of_time() }}) as valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to

    from {{ ref('resource_calendar') }}
    where not is_deleted

),

absence as (

    select * from {{ ref('absence') }}

),

absence_type as (

    select * from {{ ref('absence_type') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

period as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code in ('HR-03', 'TM-08')

),

setting as (

    select
        legal_entity_id,
        max(case when rule_code = 'TM-08' then tolerance_seconds end) as tolerance_seconds,
        max(case when rule_code = 'HR-03' then tolerance_seconds end) as calendar_tolerance_seconds,
        max(case when rule_code = 'TM-08' then window_business_days end) as window_business_days

    from rule
    group by legal_entity_id

),

due as (

    {{ business_day_due('setting') }}

),

-- Employees who fill in timesheets: HR knows them, the PSA has them, and neither calls them external.
bookable as (

    select
        worker.worker_id,
        min(resource.resource_id) as resource_id

    from worker
    inner join resource
        on
            worker.worker_id = resource.worker_id
            and not resource.is_deleted
            and not coalesce(resource.is_external, false)
    where
        not worker.is_deleted
        and coalesce(worker.worker_type, 'employee') = 'employee'
    group by worker.worker_id

),

day_of_week as (

    select
        capacity_day.worker_id,
        bookable.resource_id,
        capacity_day.legal_entity_id,
        capacity_day.calendar_on,
        {{ week_start('capacity_day.calendar_on') }} as week_on,
        capacity_day.standard_seconds,
        capacity_day.holiday_seconds > 0 as is_holiday,
        resource_calendar.duration_seconds as calendar_seconds

    from capacity_day
    inner join bookable on capacity_day.worker_id = bookable.worker_id
    left join resource_calendar
        on
            bookable.resource_id = resource_calendar.resource_id
            and {{ iso_weekday('capacity_day.calendar_on') }} = resource_calendar.weekday
            and capacity_day.calendar_on >= resource_calendar.valid_from
            and capacity_day.calendar_on <= resource_calendar.valid_to
    where not capacity_day.is_exempt_from_timesheets

),

-- Leave for as long as HR has the person work takes the whole day, however long the PSA has it.
absent as (

    select
        day_of_week.worker_id,
        day_of_week.calendar_on,
        sum(absence.duration_seconds) as absence_seconds,
        max(
            case
                when absence.duration_seconds is null then 1
                when absence.duration_seconds >= day_of_week.standard_seconds then 1
                else 0
            end
        ) = 1 as is_whole_day

    from day_of_week
    inner join absence
        on
            day_of_week.worker_id = absence.worker_id
            and day_of_week.calendar_on >= absence.starts_on
            and day_of_week.calendar_on <= coalesce(absence.ends_on, day_of_week.calendar_on)
    left join absence_type on absence.absence_type_id = absence_type.absence_type_id
    where
        not absence.is_deleted
        and absence.status in ('requested', 'approved')
        and coalesce(absence_type.reduces_capacity, true)
    group by day_of_week.worker_id, day_of_week.calendar_on

),

logged as (

    select
        worker_id,
        worked_on,
        sum(case when activity = 'absence' then 0 else duration_seconds end) as worked_seconds,
        sum(case when activity = 'absence' then duration_seconds else 0 end) as absence_seconds

    from time_entry
    where
        not is_deleted
        and status <> 'rejected'
        and worker_id is not null
    group by worker_id, worked_on

),

-- Leave that stands in HR and on the sheet is the same leave.
available_day as (

    select
        day_of_week.worker_id,
        day_of_week.legal_entity_id,
        day_of_week.week_on,
        day_of_week.standard_seconds,
        day_of_week.calendar_seconds,
        case
            when day_of_week.is_holiday or coalesce(absent.is_whole_day, false) then 0
            else
                greatest(
                    day_of_week.standard_seconds
                    - greatest(coalesce(absent.absence_seconds, 0), coalesce(logged.absence_seconds, 0)), 0
                )
        end as standard_available_seconds,
        case
            when day_of_week.calendar_seconds is null then null
            when day_of_week.is_holiday or coalesce(absent.is_whole_day, false) then 0
            else
                greatest(
                    day_of_week.calendar_seconds
                    - greatest(coalesce(absent.absence_seconds, 0), coalesce(logged.absence_seconds, 0)), 0
                )
        end as calendar_available_seconds,
        case
            when day_of_week.is_holiday or coalesce(absent.is_whole_day, false)
                then greatest(day_of_week.standard_seconds, coalesce(day_of_week.calendar_seconds, 0))
            else greatest(coalesce(absent.absence_seconds, 0), coalesce(logged.absence_seconds, 0))
        end as longest_off_seconds,
        day_of_week.is_holiday or absent.worker_id is not null or coalesce(logged.absence_seconds, 0) > 0 as is_off,
        coalesce(logged.worked_seconds, 0) as logged_seconds

    from day_of_week
    left join absent
        on
            day_of_week.worker_id = absent.worker_id
            and day_of_week.calendar_on = absent.calendar_on
    left join logged
        on
            day_of_week.worker_id = logged.worker_id
            and day_of_week.calendar_on = logged.worked_on

),

changing as (

    select distinct
        worker_id,
        {{ week_start('valid_from') }} as week_on

    from work_pattern
    where
        not is_deleted
        and valid_from > {{ week_start('valid_from') }}

),

measured as (

    select
        available_day.worker_id,
        available_day.legal_entity_id,
        available_day.week_on,
        abs(sum(available_day.standard_seconds) - sum(available_day.calendar_seconds)) as calendar_difference_seconds,
        sum(available_day.standard_available_seconds) as standard_available_seconds,
        sum(available_day.calendar_available_seconds) as calendar_available_seconds,
        greatest(sum(available_day.standard_seconds) - sum(available_day.longest_off_seconds), 0)
            as shortest_available_seconds,
        max(case when available_day.is_off or changing.worker_id is not null then 1 else 0 end) = 1 as is_interrupted,
        sum(available_day.logged_seconds) as logged_seconds

    from available_day
    left join changing
        on
            available_day.worker_id = changing.worker_id
            and available_day.week_on = changing.week_on
    group by available_day.worker_id, available_day.legal_entity_id, available_day.week_on

),

-- Nobody is held to the week in which employment begins.
first_week as (

    select distinct
        worker_id,
        {{ week_start('starts_on') }} as week_on

    from employment_spell
    where
        not is_deleted
        and starts_on is not null

),

-- HR agrees hours a week; which days they fall on the PSA's calendar knows, where it has as many. Where it has not, a
-- week with days off in it is held to what both of them expect, and to the week's hours less days off of full length.
week as (

    select
        measured.worker_id,
        measured.legal_entity_id,
        measured.week_on,
        {{ add_days('measured.week_on', 6) }} as ends_on,
        case
            when measured.calendar_difference_seconds <= setting.calendar_tolerance_seconds
                then measured.calendar_available_seconds
            when measured.is_interrupted
                then
                    least(
                        measured.standard_available_seconds,
                        measured.shortest_available_seconds,
                        coalesce(measured.calendar_available_seconds, measured.standard_available_seconds)
                    )
            else measured.standard_available_seconds
        end as expected_seconds,
        measured.logged_seconds

    from measured
    inner join setting on coalesce(measured.legal_entity_id, '*') = setting.legal_entity_id
    left join first_week
        on
            measured.worker_id = first_week.worker_id
            and measured.week_on = first_week.week_on
    where first_week.worker_id is null

),

-- What an hour of the person has brought so far, billable or not.
history as (

    select
        worker_id,
        sum(duration_seconds) as worked_seconds,
        cast(sum(coalesce(value_amount_group, 0)) as decimal(18, 4)) as value_amount

    from time_value
    where activity <> 'absence'
    group by worker_id

),

missing as (

    select
        week.*,
        week.expected_seconds - week.logged_seconds as missing_seconds,
        due.due_on,
        {{ tieout.money_share(
            'history.value_amount', '(week.expected_seconds - week.logged_seconds)', 'history.worked_seconds'
        ) }} as money_at_stake,
        coalesce(period.period, {{ period_of('week.week_on') }}) as period

    from week
    inner join setting on coalesce(week.legal_entity_id, '*') = setting.legal_entity_id
    left join due
        on
            week.legal_entity_id = due.legal_entity_id
            and week.ends_on = due.event_on
    left join period
        on
            week.legal_entity_id = period.legal_entity_id
            and week.week_on = period.calendar_on
    left join history on week.worker_id = history.worker_id
    where
        week.expected_seconds - week.logged_seconds > setting.tolerance_seconds
        and coalesce(due.due_on, week.ends_on) < {{ valued_on() }}

),

found as (

    select
        worker_id as anchor_id,
        worker_id as left_id,
        {{ null_of('string') }} as right_id,
        'logged_seconds' as field,
        expected_seconds as left_value,
        logged_seconds as right_value,
        money_at_stake,
        case when money_at_stake is not null then '{{ tieout.run_value("group_currency") }}' end as currency,
        'under' as direction,
        case when money_at_stake is null then 'unknown' else 'estimated' end as money_confidence,
        missing_seconds as seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        week_on,
        coalesce(due_on, ends_on) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'In the week of ', cast(week_on as string), ' ', cast({{ hours('expected_seconds') }} as string),
            ' hours were to be logged and ', cast({{ hours('logged_seconds') }} as string), ' were.'
        ) as explanation

    from missing

),

final as (

    {{ break_rows('TM-08', 'found', 'cast(week_on as string)') }}

)

select * from final
