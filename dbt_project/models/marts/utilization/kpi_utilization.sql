{%- set measures = [
    'billable_seconds', 'credited_seconds', 'worked_seconds', 'overtime_seconds', 'logged_seconds', 'submitted_seconds',
    'standard_seconds', 'holiday_seconds', 'working_seconds', 'absence_seconds', 'twofold_absence_seconds',
    'available_seconds', 'flat_day_seconds', 'expected_seconds', 'scheduled_seconds', 'scheduled_billable_seconds', 'bench_seconds',
    'target_seconds'
] -%}
with

utilization_day as (

    select * from {{ ref('fct_utilization_day') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

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

rule as (

    select * from {{ ref('break_rules') }}

),

effect as (

    {{ break_effects('kpi_utilization', ['worker_id', 'legal_entity_id', 'period']) }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

person_week as (

    select
        worker_id,
        legal_entity_id,
        period,
        date_trunc('week', calendar_on) as week_starts_on,
        case
            when sum(expected_seconds) > sum(accounted_seconds) then sum(expected_seconds) - sum(accounted_seconds)
            else 0
        end as missing_seconds

    from utilization_day
    group by worker_id, legal_entity_id, period, date_trunc('week', calendar_on)

),

missing as (

    select
        worker_id,
        legal_entity_id,
        period,
        cast(sum(missing_seconds) as bigint) as missing_seconds

    from person_week
    group by worker_id, legal_entity_id, period

),

person_month as (

    select
        worker_id,
        legal_entity_id,
        period,
        max(worker_name) as worker_name,
        max(case when is_worker_known then 1 else 0 end) = 1 as is_worker_known,
        {{ sums_of(measures) }}

    from utilization_day
    group by worker_id, legal_entity_id, period

),

broken_entry as (

    select
        coalesce(time_entry.worker_id, time_entry.resource_id) as worker_id,
        utilization_day.legal_entity_id,
        utilization_day.period,
        {{ break_exposure('open_break') }}

    from open_break
    inner join time_entry on open_break.left_id = time_entry.time_entry_id
    inner join utilization_day
        on
            coalesce(time_entry.worker_id, time_entry.resource_id) = utilization_day.worker_id
            and time_entry.worked_on = utilization_day.calendar_on
    inner join rule
        on
            open_break.rule_code = rule.rule_code
            and concat(';', rule.kpis, ';') like '%;utilization;%'
    group by
        coalesce(time_entry.worker_id, time_entry.resource_id), utilization_day.legal_entity_id, utilization_day.period

),

judged as (

    select
        person_month.*,
        missing.missing_seconds,
        case
            when
                missing.missing_seconds * 10000
                > person_month.expected_seconds * {{ money_units('entity_policy.missing_time_tolerance_ratio') }}
                then 'missing time above tolerance'
            when not person_month.is_worker_known then 'resource unknown to HR'
            when period.status <> 'closed' then 'period not closed'
        end as reason

    from person_month
    inner join missing
        on
            person_month.worker_id = missing.worker_id
            and person_month.legal_entity_id = missing.legal_entity_id
            and person_month.period = missing.period
    left join period
        on
            person_month.legal_entity_id = period.legal_entity_id
            and person_month.period = period.period
    left join entity_policy on person_month.legal_entity_id = entity_policy.legal_entity_id

),

final as (

    select
        judged.worker_id,
        judged.worker_name,
        judged.legal_entity_id,
        judged.period,
        judged.billable_seconds,
        {{ hours('judged.billable_seconds') }} as billable_hours,
        judged.credited_seconds,
        judged.worked_seconds,
        judged.overtime_seconds,
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
        judged.expected_seconds,
        judged.scheduled_seconds,
        judged.scheduled_billable_seconds,
        judged.bench_seconds,
        judged.target_seconds,
        {{ utilization_ratios('judged') }},
        {{ ratio('judged.missing_seconds', 'judged.expected_seconds') }} as missing_ratio,
        judged.is_worker_known,
        {{ honest_columns('broken_entry', 'freshness', 'judged.reason') }},
        {{ value_if_resolved('effect', 'judged.billable_seconds', 'judged.available_seconds') }}

    from judged
    cross join freshness
    left join broken_entry
        on
            judged.worker_id = broken_entry.worker_id
            and judged.legal_entity_id = broken_entry.legal_entity_id
            and judged.period = broken_entry.period
    left join effect
        on
            judged.worker_id = effect.worker_id
            and judged.legal_entity_id = effect.legal_entity_id
            and judged.period = effect.period

)

select * from final
