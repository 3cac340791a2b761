with

spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

service_clock as (

    select
        legal_entity_id,
        currency,
        'service' as clock,
        service_period,
        service_days as day_number,
        event,
        weight_amount

    from spell
    where not is_prebilled

),

-- The period clock starts when the month ends; what was billed before that, or is open before it ended, did not wait.
period_clock as (

    select
        legal_entity_id,
        currency,
        'period_end' as clock,
        service_period,
        period_days as day_number,
        event,
        weight_amount

    from spell
    where period_days >= 0

),

clocked as (

    select * from service_clock
    union all
    select * from period_clock

),

cohorts as (

    select * from clocked
    union all
    select
        legal_entity_id,
        currency,
        clock,
        'all' as service_period,
        day_number,
        event,
        weight_amount

    from clocked

),

by_day as (

    select
        legal_entity_id,
        currency,
        clock,
        service_period,
        day_number,
        cast(sum(case when event = 'invoiced' then weight_amount else 0 end) as decimal(18, 4)) as invoiced_amount,
        cast(sum(case when event = 'written_off' then weight_amount else 0 end) as decimal(18, 4))
            as written_off_amount,
        cast(sum(case when event = 'open' then weight_amount else 0 end) as decimal(18, 4)) as censored_amount,
        cast(sum(weight_amount) as decimal(18, 4)) as ended_amount

    from cohorts
    group by legal_entity_id, currency, clock, service_period, day_number

),

at_risk as (

    select
        *,
        cast(
            sum(ended_amount) over (
                partition by legal_entity_id, currency, clock, service_period order by day_number desc
                rows between unbounded preceding and current row
            ) as decimal(18, 4)
        ) as at_risk_amount

    from by_day

),

hazard as (

    select
        *,
        1 - coalesce({{ ratio('invoiced_amount + written_off_amount', 'at_risk_amount') }}, 0) as survival_factor

    from at_risk

),

survived as (

    select
        *,
        {{ running_product(
            'survival_factor',
            'partition by legal_entity_id, currency, clock, service_period order by day_number '
            ~ 'rows between unbounded preceding and current row') }} as survival_ratio

    from hazard

),

stepped as (

    select
        *,
        coalesce(
            lag(survival_ratio) over (
                partition by legal_entity_id, currency, clock, service_period order by day_number
            ), 1
        ) * coalesce({{ ratio('invoiced_amount', 'at_risk_amount') }}, 0) as incidence_step_ratio

    from survived

),

final as (

    select
        legal_entity_id,
        currency,
        clock,
        service_period,
        cast(day_number as bigint) as day_number,
        at_risk_amount,
        invoiced_amount,
        written_off_amount,
        censored_amount,
        survival_ratio,
        incidence_step_ratio,
        sum(incidence_step_ratio) over (
            partition by legal_entity_id, currency, clock, service_period order by day_number
            rows between unbounded preceding and current row
        ) as share_invoiced_ratio

    from stepped

)

select * from final
