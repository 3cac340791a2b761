with

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}
    where not is_deleted

),

wip_movement as (

    select * from {{ ref('acc_wip_movement') }}
    where wip_adjustment_id is not null

),

final as (

    select
        wip_adjustment.wip_adjustment_id,
        wip_adjustment.legal_entity_id,
        wip_adjustment.client_id,
        wip_adjustment.project_id,
        wip_movement.contract_line_id,
        wip_movement.wip_line_id,
        wip_adjustment.time_entry_id,
        wip_adjustment.kind,
        wip_adjustment.effective_on,
        wip_movement.period,
        wip_adjustment.reason,
        wip_adjustment.approved_by,
        wip_adjustment.duration_seconds,
        wip_adjustment.amount,
        wip_adjustment.currency,
        wip_adjustment.amount_functional,
        wip_adjustment.amount_group,
        wip_adjustment.source_instance,
        wip_adjustment._raw_row_id

    from wip_adjustment
    left join wip_movement on wip_adjustment.wip_adjustment_id = wip_movement.wip_adjustment_id

)

select * from final
