{{ config(materialized='view') }}

with

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

final as (

    select
        subcontract_cost_id,
        kind,
        time_entry_id,
        purchase_order_line_id,
        legal_entity_id,
        project_id,
        period,
        duration_seconds,
        amount as cost_amount,
        currency,
        _raw_row_id

    from subcontract_cost

)

select * from final
