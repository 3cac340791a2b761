{{ config(meta={'dagster': {'ref': {'name': 'fct_contract_position'}}}) }}
-- Every amount earned and not billed, or billed and not earned, is shown as exactly one kind of asset or liability, and
-- contracts hold what the WIP of their lines closes with, but for what was earned above a cap.
with

position as (

    select * from {{ ref('fct_contract_position') }}

),

roll_forward as (

    select
        line_position.legal_entity_id,
        line_position.contract_key,
        line_position.currency,
        line_position.period,
        cast(sum(wip.closing_amount) as decimal(18, 4)) as closing_amount

    from {{ ref('fct_wip_roll_forward') }} as wip
    left join {{ ref('fct_contract_line_position') }} as line_position
        on wip.wip_roll_forward_id = line_position.contract_line_position_id
    group by
        line_position.legal_entity_id, line_position.contract_key, line_position.currency, line_position.period

),

over_cap as (

    select
        legal_entity_id,
        contract_key,
        currency,
        period,
        cast(sum(earned_to_date_amount - revenue_to_date_amount) as decimal(18, 4)) as amount

    from {{ ref('fct_contract_line_position') }}
    group by legal_entity_id, contract_key, currency, period

),

final as (

    select position.*

    from position
    left join roll_forward
        on
            position.legal_entity_id = roll_forward.legal_entity_id
            and position.contract_key = roll_forward.contract_key
            and position.currency = roll_forward.currency
            and position.period = roll_forward.period
    left join over_cap
        on
            position.legal_entity_id = over_cap.legal_entity_id
            and position.contract_key = over_cap.contract_key
            and position.currency = over_cap.currency
            and position.period = over_cap.period
    where
        position.position_amount <> position.unbilled_receivable_amount
        + position.contract_asset_amount
        - (position.deferred_amount - position.deposit_amount)
        - position.uncalled_advance_amount
        or position.unbilled_receivable_amount < 0
        or position.contract_asset_amount < 0
        or position.deferred_amount < 0
        or position.uncalled_advance_amount < 0
        or position.position_amount + coalesce(over_cap.amount, 0) <> coalesce(roll_forward.closing_amount, 0)

)

select * from final
