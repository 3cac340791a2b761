with

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

worker as (

    select * from {{ ref('worker') }}

),

resource as (

    select * from {{ ref('resource') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- Time of somebody HR does not know stays visible, under the resource's own id. A day's capacity is there once, however
-- many legal entities the day was worked for: it belongs to the one that employs.
logged_day as (

    select
        coalesce(worker_id, resource_id) as person_id,
        min(legal_entity_id) as legal_entity_id,
        worked_on as calendar_on,
        cast(sum(duration_seconds) as bigint) as logged_seconds,
        cast(sum(
            case when status = 'approved' and is_billable and activity = 'client' then duration_seconds else 0 end
        ) as bigint) as billable_seconds,
        cast(sum(case when activity = 'absence' then duration_seconds else 0 end) as bigint) as psa_absence_seconds,
        cast(sum(case when status = 'submitted' then duration_seconds else 0 end) as bigint) as submitted_seconds

    from time_entry
    where
        not is_deleted
        and status in ('approved', 'submitted')
        and worked_on <= {{ valued_on() }}
    group by coalesce(worker_id, resource_id), worked_on

),

-- An absence that is both in HR and on the timesheet is one absence.
person_day as (

    select
        coalesce(capacity_day.worker_id, logged_day.person_id) as person_id,
        coalesce(capacity_day.legal_entity_id, worker.legal_entity_id, logged_day.legal_entity_id) as legal_entity_id,
        coalesce(capacity_day.calendar_on, logged_day.calendar_on) as calendar_on,
        coalesce(capacity_day.standard_seconds, 0) as standard_seconds,
        coalesce(capacity_day.holiday_seconds, 0) as holiday_seconds,
        coalesce(capacity_day.working_seconds, 0) as working_seconds,
        coalesce(capacity_day.absence_seconds, 0) as absence_seconds,
        coalesce(capacity_day.available_seconds, 0) as available_seconds,
        coalesce(capacity_day.flat_day_seconds, 0) as flat_day_seconds,
        case
            when logged_day.psa_absence_seconds > capacity_day.absence_seconds then capacity_day.absence_seconds
            when capacity_day.worker_id is not null then coalesce(logged_day.psa_absence_seconds, 0)
            else 0
        end as twofold_absence_seconds,
        coalesce(logged_day.logged_seconds, 0) as time_seconds,
        coalesce(logged_day.billable_seconds, 0) as billable_seconds,
        coalesce(logged_day.submitted_seconds, 0) as submitted_seconds

    from capacity_day
    full outer join logged_day
        on
            capacity_day.worker_id = logged_day.person_id
            and capacity_day.calendar_on = logged_day.calendar_on
    left join worker on logged_day.person_id = worker.worker_id

),

person_week as (

    select
        person_day.person_id,
        person_day.legal_entity_id,
        period.period,
        period.status as period_status,
        date_trunc('week', person_day.calendar_on) as week_starts_on,
        sum(person_day.standard_seconds) as standard_seconds,
        sum(person_day.holiday_seconds) as holiday_seconds,
        sum(person_day.working_seconds) as working_seconds,
        sum(person_day.absence_seconds) as absence_seconds,
        sum(person_day.available_seconds) as available_seconds,
        sum(person_day.flat_day_seconds) as flat_day_seconds,
        sum(person_day.twofold_absence_seconds) as twofold_absence_seconds,
        sum(person_day.time_seconds - person_day.twofold_absence_seconds + person_day.absence_seconds)
            as logged_seconds,
        sum(person_day.billable_seconds) as billable_seconds,
        sum(person_day.submitted_seconds) as submitted_seconds,
        case
            when
                sum(person_day.available_seconds)
                > sum(person_day.time_seconds - person_day.twofold_absence_seconds)
                then
                    sum(person_day.available_seconds)
                    - sum(person_day.time_seconds - person_day.twofold_absence_seconds)
            else 0
        end as missing_seconds

    from person_day
    inner join period
        on
            person_day.legal_entity_id = period.legal_entity_id
            and person_day.calendar_on >= period.starts_on
            and person_day.calendar_on <= period.ends_on
    group by
        person_day.person_id, person_day.legal_entity_id, period.period, period.status,
        date_trunc('week', person_day.calendar_on)

),

person_month as (

    select
        person_id,
        legal_entity_id,
        period,
        period_status,
        cast(sum(standard_seconds) as bigint) as standard_seconds,
        cast(sum(holiday_seconds) as bigint) as holiday_seconds,
        cast(sum(working_seconds) as bigint) as working_seconds,
        cast(sum(absence_seconds) as bigint) as absence_seconds,
        cast(sum(available_seconds) as bigint) as available_seconds,
        cast(sum(flat_day_seconds) as bigint) as flat_day_seconds,
        cast(sum(twofold_absence_seconds) as bigint) as twofold_absence_seconds,
        cast(sum(logged_seconds) as bigint) as logged_seconds,
        cast(sum(billable_seconds) as bigint) as billable_seconds,
        cast(sum(submitted_seconds) as bigint) as submitted_seconds,
        cast(sum(missing_seconds) as bigint) as missing_seconds

    from person_week
    group by person_id, legal_entity_id, period, period_status

),

broken_entry as (

    select
        person_day.person_id,
        person_day.legal_entity_id,
        open_break.period,
        {{ break_exposure('open_break') }}

    from open_break
    inner join time_entry on open_break.left_id = time_entry.time_entry_id
    inner join person_day
        on
            coalesce(time_entry.worker_id, time_entry.resource_id) = person_day.person_id
            and time_entry.worked_on = person_day.calendar_on
    where open_break.rule_code = 'HR-02'
    group by person_day.person_id, person_day.legal_entity_id, open_break.period

),

judged as (

    select
        person_month.*,
        case
            when
                person_month.missing_seconds * 10000
                > person_month.available_seconds * {{ money_units('entity_policy.missing_time_tolerance_ratio') }}
                then 'missing time above tolerance'
            when worker.worker_id is null then 'resource unknown to HR'
            when person_month.period_status <> 'closed' then 'period not closed'
        end as reason,
        worker.worker_id is not null as is_worker_known,
        coalesce(worker.name, resource.name) as worker_name

    from person_month
    left join entity_policy on person_month.legal_entity_id = entity_policy.legal_entity_id
    left join worker on person_month.person_id = worker.worker_id
    left join resource on person_month.person_id = resource.resource_id

),

final as (

    select
        judged.person_id as worker_id,
        judged.worker_name,
        judged.legal_entity_id,
        judged.period,
        judged.billable_seconds,
        {{ hours('judged.billable_seconds') }} as billable_hours,
        judged.logged_seconds,
        judged.submitted_seconds,
        judged.missing_seconds,
        judged.standard_seconds,
        judged.holiday_seconds,
        judged.working_seconds,
        judged.absence_seconds,
        judged.twofold_absence_seconds,
        judged.available_seconds,
        judged.flat_day_seconds,
        {{ ratio('judged.billable_seconds', 'judged.standard_seconds') }} as utilization_standard_ratio,
        {{ ratio('judged.billable_seconds', 'judged.working_seconds') }} as utilization_working_ratio,
        {{ ratio('judged.billable_seconds', 'judged.available_seconds') }} as utilization_available_ratio,
        {{ ratio('judged.billable_seconds', 'judged.logged_seconds') }} as utilization_logged_ratio,
        {{ ratio('judged.billable_seconds', 'judged.flat_day_seconds') }} as utilization_flat_day_ratio,
        {{ ratio('judged.missing_seconds', 'judged.available_seconds') }} as missing_ratio,
        judged.is_worker_known,
        {{ honest_columns('broken_entry', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join broken_entry
        on
            judged.person_id = broken_entry.person_id
            and judged.legal_entity_id = broken_entry.legal_entity_id
            and judged.period = broken_entry.period

)

select * from final
