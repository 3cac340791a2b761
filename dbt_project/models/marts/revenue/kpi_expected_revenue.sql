{%- set keys = ['legal_entity_id', 'billing_type', 'revenue_method', 'currency', 'period'] -%}
with

expected_revenue as (

    select * from {{ ref('fct_expected_revenue') }}

),

period as (

    select * from {{ ref('acc_period') }}

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

-- Only lines that can be held against the books are on both sides; the others are counted apart.
summed as (

    select
        {{ keys | join(', ') }},
        cast(count(case when is_compared and exclusion is null then 1 end) as bigint) as line_count,
        cast(count(case when not is_compared or exclusion is not null then 1 end) as bigint) as excluded_line_count,
        {% for name in ['expected', 'booked'] -%}
        cast(
            sum(
                case
                    when is_compared and exclusion is null and expected_amount is not null then {{ name }}_amount
                    else 0
                end
            ) as decimal(18, 4)
        ) as {{ name }}_amount,
        {% endfor -%}
        {% for name in ['expected_to_date', 'booked_to_date', 'difference_to_date', 'agent_cost_to_date'] -%}
        cast(
            sum(case when is_compared and exclusion is null then {{ name }}_amount else 0 end) as decimal(18, 4)
        ) as {{ name }}_amount,
        {% endfor -%}
        cast(sum(coalesce(catch_up_amount, 0)) as decimal(18, 4)) as catch_up_amount,
        cast(count(case when is_break or is_over_cap then 1 end) as bigint) as off_line_count

    from expected_revenue
    group by {{ keys | join(', ') }}

),

distorting as (

    {{ breaks_of_kpi('revenue') }}

),

typed as (

    select
        expected_revenue.legal_entity_id,
        expected_revenue.billing_type,
        expected_revenue.revenue_method,
        expected_revenue.currency,
        expected_revenue.period,
        distorting.direction,
        distorting.money_at_stake_group

    from distorting
    inner join expected_revenue
        on
            distorting.contract_line_id = expected_revenue.contract_line_id
            and distorting.period = expected_revenue.period

),

touching as (

    select
        {% for key in keys -%}
        typed.{{ key }},
        {% endfor -%}
        {{ break_exposure('typed') }}

    from typed
    group by typed.legal_entity_id, typed.billing_type, typed.revenue_method, typed.currency, typed.period

),

judged as (

    select
        summed.*,
        case
            when coalesce(period.status, 'open') <> 'closed' then 'period not closed'
            when summed.excluded_line_count > 0 then 'lines without a comparison'
        end as reason

    from summed
    left join period
        on
            summed.legal_entity_id = period.legal_entity_id
            and summed.period = period.period

),

final as (

    select
        concat_ws(
            '|', judged.legal_entity_id, judged.billing_type, judged.revenue_method, judged.currency, judged.period
        ) as expected_revenue_cell_id,
        {% for key in keys -%}
        judged.{{ key }},
        {% endfor -%}
        judged.line_count,
        judged.excluded_line_count,
        judged.off_line_count,
        judged.expected_amount,
        judged.booked_amount,
        judged.expected_to_date_amount,
        judged.agent_cost_to_date_amount,
        judged.booked_to_date_amount,
        judged.difference_to_date_amount,
        judged.catch_up_amount,
        {{ ratio('judged.booked_to_date_amount', 'judged.expected_to_date_amount') }} as booked_ratio,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.legal_entity_id = touching.legal_entity_id
            and judged.billing_type = touching.billing_type
            and judged.revenue_method = touching.revenue_method
            and judged.currency = touching.currency
            and judged.period = touching.period

)

select * from final
