{{ config(materialized='view') }}

with

wip_movement as (

    select * from {{ ref('acc_wip_movement') }}

),

final as (

    select
        wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        wip_line_id,
        period,
        kind,
        moved_on,
        duration_seconds,
        amount,
        currency,
        functional_currency,
        amount_functional,
        amount_group,
        time_entry_id,
        invoice_line_id,
        wip_adjustment_id,
        _raw_row_id

    from wip_movement

)

select * from final
