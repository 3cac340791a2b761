{{ config(meta={'dagster': {'ref': {'name': 'fct_deferred_roll_forward'}}}) }}
-- Closing is that of the contract position: a liability that does not roll to it was released or taken in by nobody.
with

deferred as (

    select
        *,
        lag(closing_amount) over (
            partition by legal_entity_id, contract_key, currency order by period
        ) as previous_closing_amount

    from {{ ref('fct_deferred_roll_forward') }}

),

final as (

    select * from deferred
    where
        opening_amount
        + billed_in_advance_amount
        + deposit_received_amount
        + recognised_amount
        + credited_amount
        + refunded_amount
        + deposit_used_amount
        + reclassified_amount
        <> closing_amount
        or opening_amount <> coalesce(previous_closing_amount, 0)

)

select * from final
