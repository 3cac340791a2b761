{{ config(meta={'dagster': {'ref': {'name': 'fct_deferred_roll_forward'}}}) }}
{%- set kinds = [
    'billed_in_advance', 'deposit_received', 'recognised', 'credited', 'refunded', 'deposit_used', 'reclassified'
] -%}
{%- set moneys = {'amount': [], 'amount_functional': [], 'amount_group': ['fx']} -%}
-- Closing is that of the contract position: a liability that does not roll to it was released or taken in by nobody. In
-- the functional currency it is what is left of the advances, so it is nothing when nothing is owed.
with

deferred as (

    select
        {% for money in moneys -%}
        coalesce(lag(closing_{{ money }}) over (
            partition by legal_entity_id, contract_key, currency order by period
        ), 0) as previous_closing_{{ money }},
        {% endfor -%}
        *

    from {{ ref('fct_deferred_roll_forward') }}

),

position as (

    select * from {{ ref('fct_contract_position') }}

),

final as (

    select deferred.*

    from deferred
    left join position on deferred.deferred_roll_forward_id = position.contract_position_id
    where
        {% for money, others in moneys.items() -%}
        deferred.opening_{{ money }}
        {% for kind in kinds + others -%}
        + deferred.{{ kind }}_{{ money }}
        {% endfor -%}
        <> deferred.closing_{{ money }}
        or deferred.opening_{{ money }} <> deferred.previous_closing_{{ money }}
        or {% endfor -%}
        position.contract_position_id is null
        or deferred.closing_amount <> position.deferred_amount
        or deferred.closing_amount_functional < 0
        or (deferred.closing_amount = 0 and deferred.closing_amount_functional <> 0)
        or (
            deferred.currency = deferred.functional_currency
            and deferred.closing_amount <> coalesce(deferred.closing_amount_functional, deferred.closing_amount - 1)
        )

)

select * from final
