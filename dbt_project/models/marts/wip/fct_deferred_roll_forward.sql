{%- set contract = 'legal_entity_id, contract_key, currency' -%}
with

position as (

    select * from {{ ref('fct_contract_position') }}

),

deposit as (

    select * from {{ ref('acc_deposit_balance') }}

),

-- Gross is what stands beside the liability of the contract without netting, less what is not called yet.
before as (

    select
        *,
        {% for column in ['revenue_to_date', 'invoiced_to_date', 'credited_to_date', 'deferred'] -%}
        coalesce(lag({{ column }}_amount) over (partition by {{ contract }} order by period), 0)
            as {{ column }}_before_amount,
        {% endfor -%}
        unbilled_receivable_amount + contract_asset_amount - uncalled_advance_amount
        - greatest(position_amount, 0) as gross_amount

    from position

),

-- What was billed beyond revenue, after each kind of movement of the period in turn: revenue, billing, credits.
steps as (

    select
        *,
        coalesce(lag(gross_amount) over (partition by {{ contract }} order by period), 0) as gross_before_amount,
        greatest(invoiced_to_date_before_amount - credited_to_date_before_amount - revenue_to_date_before_amount, 0)
            as at_start_amount,
        greatest(invoiced_to_date_before_amount - credited_to_date_before_amount - revenue_to_date_amount, 0)
            as after_revenue_amount,
        greatest(invoiced_to_date_amount - credited_to_date_before_amount - revenue_to_date_amount, 0)
            as after_billing_amount,
        greatest(invoiced_to_date_amount - credited_to_date_amount - revenue_to_date_amount, 0)
            as after_credits_amount

    from before

),

final as (

    select
        steps.contract_position_id as deferred_roll_forward_id,
        steps.legal_entity_id,
        steps.contract_key,
        steps.contract_id,
        steps.client_id,
        steps.period,
        steps.measured_on,
        steps.currency,
        steps.deferred_before_amount as opening_amount,
        cast(steps.after_billing_amount - steps.after_revenue_amount as decimal(18, 4)) as billed_in_advance_amount,
        coalesce(deposit.received_amount, 0) as deposit_received_amount,
        cast(steps.after_revenue_amount - steps.at_start_amount as decimal(18, 4)) as recognised_amount,
        cast(steps.after_credits_amount - steps.after_billing_amount as decimal(18, 4)) as credited_amount,
        cast(-coalesce(deposit.refunded_amount, 0) as decimal(18, 4)) as refunded_amount,
        cast(-coalesce(deposit.used_amount, 0) as decimal(18, 4)) as deposit_used_amount,
        cast(steps.gross_amount - steps.gross_before_amount as decimal(18, 4)) as reclassified_amount,
        steps.deferred_amount as closing_amount

    from steps
    left join deposit
        on
            steps.legal_entity_id = deposit.legal_entity_id
            and steps.contract_key = deposit.contract_id
            and steps.currency = deposit.currency
            and steps.period = deposit.period

)

select * from final
