{{ config(materialized='view') }}

with

change as (

    select * from {{ ref('break_post_close_change') }}

),

final as (

    select
        change_id,
        certificate_id,
        legal_entity_id,
        period,
        record_kind,
        record_id,
        part_of_id,
        project_id,
        certified_project_id,
        worker_id,
        change,
        certified_seconds,
        current_seconds,
        certified_amount,
        current_amount,
        difference_amount,
        currency,
        certified_state,
        current_state,
        is_cost_changed,
        is_in_force,
        certified_raw_row_id,
        _raw_row_id

    from change

)

select * from final
