{%- set movements = wip_movement_kinds() | join('_amount + ') ~ '_amount' -%}
{{ config(meta={'dagster': {'ref': {'name': 'fct_wip_roll_forward'}}}) }}
-- Closing is made of the open items: a line that does not roll to it has lost a movement, or shows one that never was.
with

line as (

    select
        *,
        lag(closing_amount) over (
            partition by legal_entity_id, wip_line_id, currency order by period
        ) as previous_closing_amount

    from {{ ref('fct_wip_roll_forward') }}

),

final as (

    select * from line
    where
        opening_amount + {{ movements }} <> closing_amount
        or opening_amount <> coalesce(previous_closing_amount, 0)
        or (currency = functional_currency and closing_amount_functional <> closing_amount)
        or (currency = functional_currency and revaluation_amount_functional <> 0)

)

select * from final
