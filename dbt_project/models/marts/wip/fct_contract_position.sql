{%- set balances = ['unbilled_receivable', 'contract_asset', 'deferred'] -%}
with

line_position as (

    select * from {{ ref('fct_contract_line_position') }}

),

deposit as (

    select * from {{ ref('acc_deposit_balance') }}

),

deferred as (

    select * from {{ ref('fct_deferred_roll_forward') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

closing_rate as (

    {{ balance_rates('rate_day') }}

),

{{ netted_contracts() }},

rated as (

    select
        netted.*,
        legal_entity.functional_currency,
        deferred.closing_amount_functional as deferred_amount_functional,
        {{ tieout.rate_in_force(
            'netted.currency', 'legal_entity.functional_currency', 'functional_rate.closing_rate'
        ) }} as closing_rate_functional,
        {{ tieout.rate_in_force(
            'legal_entity.functional_currency', tieout.group_currency(), 'group_rate.closing_rate'
        ) }} as closing_rate_group

    from netted
    inner join legal_entity on netted.legal_entity_id = legal_entity.legal_entity_id
    left join deferred on netted.contract_position_id = deferred.deferred_roll_forward_id
    left join closing_rate as functional_rate
        on
            netted.currency = functional_rate.from_currency
            and legal_entity.functional_currency = functional_rate.to_currency
            and netted.measured_on = functional_rate.rate_on
    left join closing_rate as group_rate
        on
            legal_entity.functional_currency = group_rate.from_currency
            and group_rate.to_currency = {{ tieout.group_currency() }}
            and netted.measured_on = group_rate.rate_on

),

-- What the client owes is money, worth the rate of the day; an advance is owed in work and keeps the rate it came at.
translated as (

    select
        *,
        {{ tieout.money_mul('unbilled_receivable_amount', 'closing_rate_functional') }}
            as unbilled_receivable_amount_functional,
        {{ tieout.money_mul('contract_asset_amount', 'closing_rate_functional') }}
            as contract_asset_amount_functional

    from rated

),

final as (

    select
        contract_position_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        period,
        measured_on,
        currency,
        revenue_to_date_amount,
        invoiced_to_date_amount,
        credited_to_date_amount,
        billed_to_date_amount,
        position_amount,
        unbilled_receivable_amount,
        contract_asset_amount,
        deferred_amount,
        deposit_amount,
        uncalled_advance_amount,
        functional_currency,
        closing_rate_functional,
        {% for balance in balances -%}
        {{ balance }}_amount_functional,
        {% endfor -%}
        {% for balance in balances -%}
        {{ tieout.money_mul(balance ~ '_amount_functional', 'closing_rate_group') }} as {{ balance }}_amount_group,
        {% endfor -%}
        closing_rate_group

    from translated

)

select * from final
