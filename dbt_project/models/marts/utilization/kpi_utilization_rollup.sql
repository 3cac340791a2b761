{%- set dimensions = {
    'firm': "'all'", 'legal_entity': 'legal_entity_id', 'practice': 'practice_code', 'region': 'region_code',
    'role': 'role', 'cost_centre': 'cost_centre_code'
} -%}
{%- set measures = [
    'billable_seconds', 'credited_seconds', 'worked_seconds', 'overtime_seconds', 'logged_seconds', 'submitted_seconds',
    'standard_seconds', 'holiday_seconds', 'working_seconds', 'absence_seconds', 'available_seconds',
    'flat_day_seconds', 'expected_seconds', 'scheduled_seconds', 'scheduled_billable_seconds', 'bench_seconds', 'target_seconds'
] -%}
with

utilization_day as (

    select * from {{ ref('fct_utilization_day') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

rule as (

    select * from {{ ref('break_rules') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

broken_day as (

    select
        coalesce(time_entry.worker_id, time_entry.resource_id) as worker_id,
        time_entry.worked_on as calendar_on,
        open_break.direction,
        open_break.money_at_stake_group

    from open_break
    inner join time_entry on open_break.left_id = time_entry.time_entry_id
    inner join rule
        on
            open_break.rule_code = rule.rule_code
            and concat(';', rule.kpis, ';') like '%;utilization;%'

),

-- Missing time of a week is cut where the person's attributes change: nothing of one place is covered by another.
person_week as (

    select
        worker_id,
        legal_entity_id,
        practice_code,
        region_code,
        role,
        cost_centre_code,
        period,
        date_trunc('week', calendar_on) as week_starts_on,
        case
            when sum(expected_seconds) > sum(accounted_seconds) then sum(expected_seconds) - sum(accounted_seconds)
            else 0
        end as missing_seconds

    from utilization_day
    group by
        worker_id, legal_entity_id, practice_code, region_code, role, cost_centre_code, period,
        date_trunc('week', calendar_on)

),

{% for dimension, member in dimensions.items() %}
{{ dimension }}_missing as (

    select
        coalesce({{ member }}, 'none') as member,
        period,
        sum(missing_seconds) as missing_seconds

    from person_week
    group by coalesce({{ member }}, 'none'), period

),

{{ dimension }}_broken as (

    select
        coalesce({{ member if dimension == 'firm' else 'utilization_day.' ~ member }}, 'none')
            as member,
        utilization_day.period,
        {{ break_exposure('broken_day') }}

    from broken_day
    inner join utilization_day
        on
            broken_day.worker_id = utilization_day.worker_id
            and broken_day.calendar_on = utilization_day.calendar_on
    group by
        coalesce({{ member if dimension == 'firm' else 'utilization_day.' ~ member }}, 'none'),
        utilization_day.period

),

{{ dimension }}_measured as (

    select
        coalesce(
            {{ member if dimension == 'firm' else 'utilization_day.' ~ member }}, 'none'
        ) as member,
        utilization_day.period,
        count(distinct utilization_day.worker_id) as worker_count,
        min(entity_policy.missing_time_tolerance_ratio) as missing_time_tolerance_ratio,
        max(case when period.status = 'closed' then 0 else 1 end) as is_open,
        {{ sums_of(measures, 'utilization_day') }}

    from utilization_day
    left join period
        on
            utilization_day.legal_entity_id = period.legal_entity_id
            and utilization_day.period = period.period
    left join entity_policy on utilization_day.legal_entity_id = entity_policy.legal_entity_id
    group by
        coalesce(
            {{ member if dimension == 'firm' else 'utilization_day.' ~ member }}, 'none'
        ),
        utilization_day.period

),

{% endfor %}
united as (

    {% for dimension in dimensions %}
    select
        '{{ dimension }}' as dimension,
        {{ dimension }}_measured.*,
        cast({{ dimension }}_missing.missing_seconds as bigint) as missing_seconds,
        {{ dimension }}_broken.open_break_count,
        {{ dimension }}_broken.open_break_over_amount,
        {{ dimension }}_broken.open_break_under_amount,
        {{ dimension }}_broken.open_break_unpriced_count

    from {{ dimension }}_measured
    inner join {{ dimension }}_missing
        on
            {{ dimension }}_measured.member = {{ dimension }}_missing.member
            and {{ dimension }}_measured.period = {{ dimension }}_missing.period
    left join {{ dimension }}_broken
        on
            {{ dimension }}_measured.member = {{ dimension }}_broken.member
            and {{ dimension }}_measured.period = {{ dimension }}_broken.period
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

judged as (

    select
        *,
        case
            when
                missing_seconds * 10000 > expected_seconds * {{ money_units('missing_time_tolerance_ratio') }}
                then 'missing time above tolerance'
            when is_open = 1 then 'period not closed'
        end as reason

    from united

),

final as (

    select
        judged.dimension,
        judged.member,
        judged.period,
        judged.worker_count,
        {% for measure in measures -%}
        judged.{{ measure }},
        {% endfor -%}
        judged.missing_seconds,
        {{ utilization_ratios('judged') }},
        {{ ratio('judged.missing_seconds', 'judged.expected_seconds') }} as missing_ratio,
        {{ honest_columns('judged', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness

)

select * from final
