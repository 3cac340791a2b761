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
        case event when 'invoiced' then 'ended' when 'written_off' then 'competing' else event end as event,
        weight_amount as weight

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
        case event when 'invoiced' then 'ended' when 'written_off' then 'competing' else event end as event,
        weight_amount as weight

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
        weight

    from clocked

),

curve as (

    {{ survival_curve('cohorts', ['legal_entity_id', 'currency', 'clock', 'service_period']) }}

),

final as (

    select
        legal_entity_id,
        currency,
        clock,
        service_period,
        day_number,
        at_risk as at_risk_amount,
        ended as invoiced_amount,
        competing as written_off_amount,
        censored as censored_amount,
        survival_ratio,
        incidence_step_ratio,
        share_ended_ratio as share_invoiced_ratio

    from curve

)

select * from final
