with

comparison as (

    select * from {{ ref('rec_expected_booked_revenue_comparison') }}

),

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and kind <> 'expense'

),

-- The event a difference came about with, where it was the only one of its period.
sole_events as (

    select
        contract_line_id,
        period,
        min(revenue_event_id) as revenue_event_id

    from revenue_event
    group by contract_line_id, period
    having count(*) = 1

),

differences as (

    select
        comparison.*,
        sole_events.revenue_event_id,
        case when comparison.is_departure then 'revenue' else 'revenue_to_date' end as field,
        comparison.expected_to_date_amount as left_amount,
        comparison.booked_to_date_amount as right_amount,
        comparison.difference_amount as stake_amount,
        case when comparison.is_departure then comparison.period end as break_period,
        concat(
            'Revenue to ', cast(comparison.period_ends_on as string), ' is ',
            cast(comparison.booked_to_date_amount as string), ' ', comparison.currency, '; the method (',
            comparison.revenue_method, ') earns ', cast(comparison.expected_to_date_amount as string), '.'
        ) as explanation

    from comparison
    left join sole_events
        on
            comparison.contract_line_id = sole_events.contract_line_id
            and comparison.period = sole_events.period
    where comparison.is_break

    union all

    select
        comparison.*,
        {{ null_of('string') }} as revenue_event_id,
        'cap' as field,
        comparison.cap as left_amount,
        comparison.booked_to_date_amount as right_amount,
        comparison.cap_excess_amount as stake_amount,
        {{ null_of('string') }} as break_period,
        concat(
            'Revenue to ', cast(comparison.period_ends_on as string), ' is ',
            cast(comparison.booked_to_date_amount as string), ' ', comparison.currency,
            '; the contract line is capped at ', cast(comparison.cap as string), '.'
        ) as explanation

    from comparison
    where comparison.is_over_cap

    union all

    select
        comparison.*,
        {{ null_of('string') }} as revenue_event_id,
        'schedule' as field,
        comparison.price as left_amount,
        comparison.scheduled_amount as right_amount,
        cast(comparison.scheduled_amount - comparison.price as decimal(18, 4)) as stake_amount,
        {{ null_of('string') }} as break_period,
        concat(
            'The revenue schedule adds up to ', cast(comparison.scheduled_amount as string), ' ', comparison.currency,
            '; the price is ', cast(comparison.price as string), '.'
        ) as explanation

    from comparison
    where comparison.is_misscheduled

),

found as (

    select
        project_id as anchor_id,
        project_id as left_id,
        revenue_event_id as right_id,
        field,
        left_amount as left_value,
        right_amount as right_value,
        abs(stake_amount) as money_at_stake,
        currency,
        case when stake_amount > 0 then 'over' else 'under' end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        break_period,
        period,
        period_ends_on as event_on,
        {{ null_of('string') }} as blocker,
        explanation

    from differences

),

final as (

    {{ break_rows('RV-02', 'found', "concat_ws('|', contract_line_id, field, break_period)") }}

)

select * from final
