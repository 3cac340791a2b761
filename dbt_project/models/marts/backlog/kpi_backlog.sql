{%- set amounts = [
    'opening', 'new', 'change_order', 'recognised', 'cancelled', 'reestimate', 'fx', 'rounding', 'closing', 'billed',
    'not_billed'
] -%}
with

roll_forward as (

    select * from {{ ref('fct_backlog_roll_forward') }}

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

summed as (

    select
        legal_entity_id,
        period,
        functional_currency as currency,
        {% for amount in amounts -%}
        cast(coalesce(sum({{ amount }}_amount_functional), 0) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        sum(case when closing_amount_functional is null then 1 else 0 end) as unrated_count,
        sum(case when is_signing_day_known then 0 else 1 end) as unknown_signing_count

    from roll_forward
    group by legal_entity_id, period, functional_currency

),

trailed as (

    select
        *,
        count(*) over (partition by legal_entity_id order by period rows between 2 preceding and current row)
            as trailing_count,
        cast(
            -sum(recognised_amount) over (
                partition by legal_entity_id order by period rows between 2 preceding and current row
            ) as decimal(18, 4)
        ) as trailing_amount

    from summed

),

distorting as (

    {{ breaks_of_kpi('backlog') }}

),

-- Backlog is a balance: what went wrong in a period is still in it later.
touching as (

    select
        period.legal_entity_id,
        period.period,
        {{ break_exposure('distorting') }}

    from period
    inner join distorting
        on
            period.legal_entity_id = distorting.legal_entity_id
            and coalesce(distorting.period, period.period) <= period.period
    group by period.legal_entity_id, period.period

),

judged as (

    select
        trailed.*,
        period.measured_on,
        cast(trailed.new_amount + trailed.change_order_amount as decimal(18, 4)) as bookings_amount,
        cast(-trailed.recognised_amount as decimal(18, 4)) as revenue_amount,
        case when trailed.trailing_count = 3 then trailed.trailing_amount end as trailing_revenue_amount,
        case
            when trailed.unrated_count > 0 then 'amounts without an exchange rate'
            when trailed.unknown_signing_count > 0 then 'signing day unknown'
            when period.status <> 'closed' then 'period not closed'
        end as reason

    from trailed
    inner join period
        on
            trailed.legal_entity_id = period.legal_entity_id
            and trailed.period = period.period

),

final as (

    select
        judged.legal_entity_id,
        judged.period,
        judged.measured_on,
        judged.bookings_amount,
        {% for amount in amounts -%}
        judged.{{ amount }}_amount,
        {% endfor -%}
        judged.revenue_amount,
        judged.trailing_revenue_amount,
        {{ ratio('judged.closing_amount * 3', 'judged.trailing_revenue_amount') }} as months_of_backlog_ratio,
        {{ ratio('judged.revenue_amount', 'judged.opening_amount') }} as burn_ratio,
        judged.currency,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.legal_entity_id = touching.legal_entity_id
            and judged.period = touching.period

)

select * from final
