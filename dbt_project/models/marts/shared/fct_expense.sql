{{ config(materialized='view') }}

with

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

final as (

    select
        expense_id,
        legal_entity_id,
        client_id,
        project_id,
        incurred_on,
        recognised_period as period,
        is_billable,
        cost_amount as spent_amount,
        currency,
        cost_amount_functional as spent_amount_functional,
        revenue_amount as recharged_amount,
        revenue_currency as recharge_currency,
        revenue_amount_functional as recharged_amount_functional,
        source_instance,
        _raw_row_id

    from expense_value

)

select * from final
