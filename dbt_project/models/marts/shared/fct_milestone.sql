with

milestone as (

    select * from {{ ref('milestone') }}

),

record as (

    select * from {{ ref('rec_milestone_invoice_line_record') }}

),

final as (

    select
        milestone.milestone_id,
        milestone.milestone_code,
        milestone.name as milestone_name,
        milestone.project_id,
        milestone.client_id,
        milestone.legal_entity_id,
        milestone.status,
        milestone.due_on,
        milestone.achieved_on,
        milestone.accepted_at,
        milestone.is_billed,
        milestone.invoice_number,
        record.outcome as billing_outcome,
        record.reason as billing_outcome_reason,
        milestone.amount,
        milestone.currency,
        milestone.source_instance,
        milestone._raw_row_id

    from milestone
    left join record
        on
            milestone.milestone_id = record.record_id
            and record.side = 'left'
    where not milestone.is_deleted

)

select * from final
