{%- set dimensions = {
    'firm': "'all'", 'legal_entity': 'legal_entity_id', 'practice': 'practice_code', 'region': 'region_code',
    'role': 'role', 'cost_centre': 'cost_centre_code'
} -%}
{%- set forecasts = [
    'forecast_seconds', 'forecast_billable_seconds', 'error_seconds', 'absolute_error_seconds', 'billable_error_seconds',
    'absolute_billable_error_seconds'
] -%}
{%- set actuals = ['worked_seconds', 'billable_seconds'] -%}
with

forecast_day as (

    select * from {{ ref('fct_forecast_day') }}

),

utilization as (

    select * from {{ ref('kpi_utilization_rollup') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- What was worked on days of which nothing was known then has no forecast to be held against.
compared as (

    select
        forecast_day.worker_id,
        forecast_day.legal_entity_id,
        forecast_day.practice_code,
        forecast_day.region_code,
        forecast_day.role,
        forecast_day.cost_centre_code,
        forecast_day.period,
        forecast_day.horizon_days,
        {% for measure in forecasts -%}
        forecast_day.{{ measure }},
        {% endfor -%}
        {% for measure in actuals -%}
        case when forecast_day.is_known_then then forecast_day.{{ measure }} end as {{ measure }},
        {% endfor -%}
        case when forecast_day.is_known_then then 0 else 1 end as is_unknown,
        case when period.status = 'closed' then 0 else 1 end as is_open

    from forecast_day
    left join period
        on
            forecast_day.legal_entity_id = period.legal_entity_id
            and forecast_day.period = period.period

),

measured as (

    {% for dimension, member in dimensions.items() %}
    select
        '{{ dimension }}' as dimension,
        coalesce({{ member }}, 'none') as member,
        period,
        horizon_days,
        count(distinct worker_id) as worker_count,
        count(*) as day_count,
        cast(sum(is_unknown) as bigint) as not_known_day_count,
        max(is_open) as is_open,
        {{ sums_of(forecasts + actuals) }}

    from compared
    group by coalesce({{ member }}, 'none'), period, horizon_days
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

judged as (

    select
        measured.*,
        utilization.open_break_count,
        utilization.open_break_over_amount,
        utilization.open_break_under_amount,
        utilization.open_break_unpriced_count,
        case
            when measured.not_known_day_count > 0 then 'not known then'
            when utilization.provisional_reason is not null then utilization.provisional_reason
            when measured.is_open = 1 then 'period not closed'
        end as reason

    from measured
    left join utilization
        on
            measured.dimension = utilization.dimension
            and measured.member = utilization.member
            and measured.period = utilization.period

),

final as (

    select
        judged.dimension,
        judged.member,
        judged.period,
        judged.horizon_days,
        judged.worker_count,
        judged.day_count,
        judged.not_known_day_count,
        {% for measure in forecasts + actuals -%}
        judged.{{ measure }},
        {% endfor -%}
        {{ hours('judged.forecast_seconds') }} as forecast_hours,
        {{ hours('judged.worked_seconds') }} as worked_hours,
        {{ hours('judged.forecast_billable_seconds') }} as forecast_billable_hours,
        {{ hours('judged.billable_seconds') }} as billable_hours,
        {{ ratio('judged.not_known_day_count', 'judged.day_count') }} as not_known_ratio,
        {{ ratio('judged.error_seconds', 'judged.worked_seconds') }} as error_ratio,
        {{ ratio('judged.absolute_error_seconds', 'judged.worked_seconds') }} as absolute_error_ratio,
        {{ ratio('judged.billable_error_seconds', 'judged.billable_seconds') }} as billable_error_ratio,
        {{ ratio('judged.absolute_billable_error_seconds', 'judged.billable_seconds') }}
            as absolute_billable_error_ratio,
        {{ honest_columns('judged', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness

)

select * from final
