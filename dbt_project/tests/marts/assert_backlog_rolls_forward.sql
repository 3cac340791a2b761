{{ config(meta={'dagster': {'ref': {'name': 'fct_backlog_roll_forward'}}}) }}
-- Closing is counted from what is signed and recognised, not from the movements: where they do not meet, one is
-- missing. Within one currency no rate moves, and rounding leaves less than a ten-thousandth for each translated part.
with

backlog as (

    select * from {{ ref('fct_backlog_roll_forward') }}

),

movement as (

    select
        contract_id,
        currency,
        period,
        count(*) as movement_count

    from {{ ref('fct_backlog_movement') }}
    group by contract_id, currency, period

),

compared as (

    select
        backlog.contract_id,
        backlog.period,
        backlog.opening_amount
        + backlog.new_amount
        + backlog.change_order_amount
        + backlog.recognised_amount
        + backlog.cancelled_amount
        + backlog.reestimate_amount as rolled_amount,
        backlog.closing_amount,
        backlog.opening_amount,
        coalesce(
            lag(backlog.closing_amount) over (
                partition by backlog.contract_id, backlog.currency order by backlog.period
            ), 0
        ) as previous_closing_amount,
        backlog.opening_amount_functional
        + backlog.new_amount_functional
        + backlog.change_order_amount_functional
        + backlog.recognised_amount_functional
        + backlog.cancelled_amount_functional
        + backlog.reestimate_amount_functional
        + backlog.fx_amount_functional
        + backlog.rounding_amount_functional as rolled_amount_functional,
        backlog.closing_amount_functional,
        backlog.rounding_amount_functional,
        0.0001 * (2 + coalesce(movement.movement_count, 0)) as rounding_limit,
        backlog.currency = backlog.functional_currency and backlog.fx_amount_functional <> 0 as is_moved_by_no_rate

    from backlog
    left join movement
        on
            backlog.contract_id = movement.contract_id
            and backlog.currency = movement.currency
            and backlog.period = movement.period

),

final as (

    select * from compared
    where
        rolled_amount <> closing_amount
        or opening_amount <> previous_closing_amount
        or rolled_amount_functional <> closing_amount_functional
        or abs(rounding_amount_functional) > rounding_limit
        or is_moved_by_no_rate

)

select * from final
