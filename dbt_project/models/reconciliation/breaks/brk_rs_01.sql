with

assignment as (

    select * from {{ ref('assignment') }}
    where
        not is_deleted
        and coalesce(status, 'scheduled') in ('scheduled', 'closed')

),

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

worker_version as (

    select
        worker_id,
        location,
        fte,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to

    from {{ ref('worker_version') }}
    where not is_deleted

),

work_pattern as (

    select * from {{ ref('work_pattern') }}

),

resource_calendar as (

    select * from {{ ref('resource_calendar') }}

),

absence as (

    select * from {{ ref('absence') }}

),

holiday as (

    select * from {{ ref('holiday') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_forecast_line as (

    select * from {{ ref('erp_forecast_line') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'RS-01'

),

planned_days as (

    select
        assignment.resource_id,
        assignment.project_id,
        assignment.assignment_id,
        assignment.assigned_on,
        {{ add_days('assignment.assigned_on', '1 - cast(' ~ iso_weekday('assignment.assigned_on') ~ ' as integer)') }}
            as week_on,
        {{ month_start('assignment.assigned_on') }} as month_on,
        assignment.planned_seconds,
        {{ hours_times_rate('assignment.planned_seconds', 'assignment.bill_hourly_amount') }} as planned_amount,
        assignment.currency

    from assignment

),

planned_weeks as (

    select
        planned_days.resource_id,
        planned_days.week_on,
        resource.name,
        worker.worker_id,
        worker.location,
        worker.fte,
        coalesce(worker.legal_entity_id, resource.legal_entity_id) as legal_entity_id,
        cast(sum(planned_days.planned_seconds) as bigint) as planned_seconds,
        cast(sum(planned_days.planned_amount) as decimal(18, 4)) as planned_amount,
        min(planned_days.currency) as currency,
        min(planned_days.assignment_id) as assignment_id,
        count(*) = count(planned_days.planned_amount) and count(distinct planned_days.currency) = 1 as is_priced,
        case when count(distinct planned_days.project_id) = 1 then min(planned_days.project_id) end as project_id

    from planned_days
    inner join resource on planned_days.resource_id = resource.resource_id
    inner join worker on resource.worker_id = worker.worker_id
    where not resource.is_deleted
    group by
        planned_days.resource_id, planned_days.week_on, resource.name, worker.worker_id, worker.location, worker.fte,
        coalesce(worker.legal_entity_id, resource.legal_entity_id)

),

week_days as (

    select
        planned_weeks.resource_id,
        planned_weeks.week_on,
        planned_weeks.worker_id,
        coalesce(worker_version.location, planned_weeks.location) as location,
        coalesce(worker_version.fte, planned_weeks.fte) as fte,
        numbers.n + 1 as weekday,
        {{ add_days('planned_weeks.week_on', 'cast(numbers.n as integer)') }} as calendar_on

    from planned_weeks
    cross join {{ whole_numbers(6) }} as numbers
    left join worker_version
        on
            planned_weeks.worker_id = worker_version.worker_id
            and {{ add_days('planned_weeks.week_on', 'cast(numbers.n as integer)') }} >= worker_version.valid_from
            and {{ add_days('planned_weeks.week_on', 'cast(numbers.n as integer)') }} <= worker_version.valid_to

),

-- HR says how much a person works in a week of that day, pattern by pattern.
agreed as (

    select
        week_days.resource_id,
        week_days.calendar_on,
        cast(sum({{ pattern_seconds('work_pattern', 'week_days.fte') }}) as bigint) as week_seconds,
        cast(
            max(
                case
                    when work_pattern.weekday <> week_days.weekday then 0
                    else {{ pattern_seconds('work_pattern', 'week_days.fte') }}
                end
            ) as bigint
        ) as day_seconds

    from week_days
    inner join work_pattern
        on
            week_days.worker_id = work_pattern.worker_id
            and week_days.calendar_on >= coalesce(work_pattern.valid_from, week_days.calendar_on)
            and week_days.calendar_on <= coalesce(work_pattern.valid_to, week_days.calendar_on)
            and not work_pattern.is_deleted
    group by week_days.resource_id, week_days.calendar_on

),

-- Many HR systems keep hours a week only: the PSA's calendar says on which days they fall.
shaped as (

    select
        week_days.resource_id,
        week_days.calendar_on,
        cast(
            sum(
                case
                    when resource_calendar.weekday = week_days.weekday then resource_calendar.duration_seconds
                    else 0
                end
            ) as bigint
        ) as day_share,
        cast(sum(resource_calendar.duration_seconds) as bigint) as week_share

    from week_days
    inner join resource_calendar
        on
            week_days.resource_id = resource_calendar.resource_id
            and week_days.calendar_on >= coalesce(resource_calendar.valid_from, week_days.calendar_on)
            and week_days.calendar_on <= coalesce(resource_calendar.valid_to, week_days.calendar_on)
            and not resource_calendar.is_deleted
    group by week_days.resource_id, week_days.calendar_on

),

days_off as (

    select distinct
        location,
        holiday_on

    from holiday
    where not is_deleted

),

absent as (

    select
        week_days.resource_id,
        week_days.calendar_on,
        cast(sum(absence.duration_seconds) as bigint) as absence_seconds,
        max(case when absence.duration_seconds is null then 1 else 0 end) = 1 as is_whole_day

    from week_days
    inner join absence
        on
            week_days.worker_id = absence.worker_id
            and week_days.calendar_on >= absence.starts_on
            and week_days.calendar_on <= coalesce(absence.ends_on, absence.starts_on)
            and absence.status = 'approved'
            and not absence.is_deleted
    group by week_days.resource_id, week_days.calendar_on

),

available_days as (

    select
        week_days.resource_id,
        week_days.week_on,
        case
            when days_off.holiday_on is not null or coalesce(absent.is_whole_day, false) then 0
            when shaped.week_share > 0
                then {{ divide_half_away('(agreed.week_seconds * shaped.day_share)', 'shaped.week_share') }}
            else agreed.day_seconds
        end as working_seconds,
        coalesce(absent.absence_seconds, 0) as absence_seconds

    from week_days
    inner join agreed
        on
            week_days.resource_id = agreed.resource_id
            and week_days.calendar_on = agreed.calendar_on
    left join shaped
        on
            week_days.resource_id = shaped.resource_id
            and week_days.calendar_on = shaped.calendar_on
    left join days_off
        on
            week_days.location = days_off.location
            and week_days.calendar_on = days_off.holiday_on
    left join absent
        on
            week_days.resource_id = absent.resource_id
            and week_days.calendar_on = absent.calendar_on

),

available_weeks as (

    select
        resource_id,
        week_on,
        cast(
            sum(case when working_seconds > absence_seconds then working_seconds - absence_seconds else 0 end) as bigint
        ) as available_seconds

    from available_days
    group by resource_id, week_on

),

over_weeks as (

    select
        planned_weeks.*,
        available_weeks.available_seconds,
        planned_weeks.planned_seconds - available_weeks.available_seconds as over_seconds,
        {{ add_days(
            'planned_weeks.week_on',
            '-7 * cast(row_number() over (partition by planned_weeks.resource_id order by planned_weeks.week_on) as integer)'
        ) }} as run_key

    from planned_weeks
    inner join available_weeks
        on
            planned_weeks.resource_id = available_weeks.resource_id
            and planned_weeks.week_on = available_weeks.week_on
    inner join rule on coalesce(planned_weeks.legal_entity_id, '*') = rule.legal_entity_id
    where
        {{ money_units('planned_weeks.planned_seconds') }}
        > {{ money_units('available_weeks.available_seconds') }}
        + {{ money_units(money_mul('available_weeks.available_seconds', 'rule.tolerance_ratio')) }}

),

-- One week is a busy week: two running are a plan that cannot hold.
runs as (

    select
        over_weeks.resource_id,
        min(over_weeks.week_on) as from_week_on,
        max(over_weeks.week_on) as to_week_on,
        min(over_weeks.name) as name,
        min(over_weeks.worker_id) as worker_id,
        min(over_weeks.legal_entity_id) as legal_entity_id,
        cast(sum(over_weeks.planned_seconds) as bigint) as planned_seconds,
        cast(sum(over_weeks.available_seconds) as bigint) as available_seconds,
        cast(sum(over_weeks.over_seconds) as bigint) as over_seconds,
        cast(
            sum({{ money_share('over_weeks.planned_amount', 'over_weeks.over_seconds', 'over_weeks.planned_seconds') }})
            as decimal(18, 4)
        ) as over_amount,
        min(over_weeks.currency) as currency,
        min(case when over_weeks.is_priced then 1 else 0 end) = 1
        and min(over_weeks.currency) = max(over_weeks.currency) as is_priced,
        case when min(over_weeks.project_id) = max(over_weeks.project_id) then min(over_weeks.project_id) end
            as project_id

    from over_weeks
    group by over_weeks.resource_id, over_weeks.run_key
    having count(*) > 1

),

crowded as (

    select
        runs.*,
        entity_policy.plan_lookback_days

    from runs
    inner join entity_policy on runs.legal_entity_id = entity_policy.legal_entity_id
    where
        {{ add_days('runs.to_week_on', '6 + cast(entity_policy.plan_lookback_days as integer)') }} >= {{ valued_on() }}

),

planned_months as (

    select
        planned_days.project_id,
        planned_days.month_on,
        max(case when runs.resource_id is null then 0 else 1 end) = 1 as is_crowded,
        cast(sum(planned_days.planned_seconds) as bigint) as planned_seconds,
        cast(sum(planned_days.planned_amount) as decimal(18, 4)) as planned_amount

    from planned_days
    left join runs
        on
            planned_days.resource_id = runs.resource_id
            and planned_days.week_on >= runs.from_week_on
            and planned_days.week_on <= runs.to_week_on
    group by planned_days.project_id, planned_days.month_on

),

last_forecast as (

    select
        *,
        max(version) over (partition by erp_project_id) as last_version

    from erp_forecast_line
    where
        not is_deleted
        and project_id is not null

),

forecast_months as (

    select
        project_id,
        month_on,
        cast(sum(duration_seconds) as bigint) as forecast_seconds,
        cast(sum(revenue_amount) as decimal(18, 4)) as forecast_amount

    from last_forecast
    where
        version = last_version
        and duration_seconds is not null
    group by project_id, month_on

),

forecast_projects as (

    select distinct project_id from forecast_months

),

months as (

    select
        project_id,
        month_on

    from planned_months

    union

    select
        project_id,
        month_on

    from forecast_months

),

moved_months as (

    select
        months.project_id,
        months.month_on,
        project.project_code,
        project.client_id,
        project.legal_entity_id,
        project.currency,
        coalesce(planned_months.planned_seconds, 0) as planned_seconds,
        coalesce(forecast_months.forecast_seconds, 0) as forecast_seconds,
        coalesce(planned_months.planned_amount, 0) as planned_amount,
        coalesce(forecast_months.forecast_amount, 0) as forecast_amount,
        coalesce(planned_months.is_crowded, false) as is_crowded,
        rule.tolerance_ratio,
        entity_policy.plan_lookback_days

    from months
    inner join forecast_projects on months.project_id = forecast_projects.project_id
    inner join project on months.project_id = project.project_id
    inner join rule on coalesce(project.legal_entity_id, '*') = rule.legal_entity_id
    inner join entity_policy on project.legal_entity_id = entity_policy.legal_entity_id
    left join planned_months
        on
            months.project_id = planned_months.project_id
            and months.month_on = planned_months.month_on
    left join forecast_months
        on
            months.project_id = forecast_months.project_id
            and months.month_on = forecast_months.month_on

),

-- What comes of an over-planned person is told with the person.
differing_months as (

    select
        *,
        lag(month_on) over (partition by project_id order by month_on) as earlier_on,
        lead(month_on) over (partition by project_id order by month_on) as later_on

    from moved_months
    where
        not is_crowded
        and {{ money_units('abs(planned_seconds - forecast_seconds)') }}
        > {{ money_units(money_mul('forecast_seconds', 'tolerance_ratio')) }}

),

moved as (

    select
        project_id,
        min(project_code) as project_code,
        min(client_id) as client_id,
        min(legal_entity_id) as legal_entity_id,
        min(currency) as currency,
        min(month_on) as from_month_on,
        max(month_on) as to_month_on,
        cast(sum(planned_seconds) as bigint) as planned_seconds,
        cast(sum(forecast_seconds) as bigint) as forecast_seconds,
        cast(sum(planned_amount) as decimal(18, 4)) as planned_amount,
        cast(sum(forecast_amount) as decimal(18, 4)) as forecast_amount

    from differing_months
    where
        (
            {{ month_start(add_days('month_on', -1)) }} = earlier_on
            or {{ month_start(add_days('month_on', 31)) }} = later_on
        )
        and {{ add_days(month_end('month_on'), 'cast(plan_lookback_days as integer)') }} >= {{ valued_on() }}
    group by project_id

),

found as (

    select
        resource_id as anchor_id,
        resource_id as left_id,
        worker_id as right_id,
        'planned_seconds' as field,
        cast(planned_seconds as string) as left_value,
        cast(available_seconds as string) as right_value,
        case when is_priced then over_amount end as money_at_stake,
        currency,
        'over' as direction,
        case when is_priced then 'estimated' else 'unknown' end as money_confidence,
        over_seconds as seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ period_of('from_week_on') }} as period,
        from_week_on as event_on,
        {{ null_of('string') }} as blocker,
        cast(from_week_on as string) as discriminator,
        concat(
            coalesce(name, resource_id), ' is planned for ', cast({{ hours('planned_seconds') }} as string),
            ' hours in the weeks from ',
            cast(from_week_on as string), ' to ', cast(to_week_on as string), ' and has ',
            cast({{ hours('available_seconds') }} as string), '.'
        ) as explanation

    from crowded

    union all

    select
        project_id as anchor_id,
        project_id as left_id,
        {{ null_of('string') }} as right_id,
        'forecast_seconds' as field,
        cast(planned_seconds as string) as left_value,
        cast(forecast_seconds as string) as right_value,
        abs(planned_amount - forecast_amount) as money_at_stake,
        currency,
        case when planned_seconds > forecast_seconds then 'under' else 'over' end as direction,
        'estimated' as money_confidence,
        abs(planned_seconds - forecast_seconds) as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ period_of('from_month_on') }} as period,
        from_month_on as event_on,
        {{ null_of('string') }} as blocker,
        'forecast' as discriminator,
        concat(
            'Project ', coalesce(project_code, project_id), ' is planned for ',
            cast({{ hours('planned_seconds') }} as string), ' hours from ', cast(from_month_on as string),
            ' on, the ERP forecasts ',
            cast({{ hours('forecast_seconds') }} as string), '.'
        ) as explanation

    from moved

),

final as (

    {{ break_rows('RS-01', 'found', 'discriminator') }}

)

select * from final
