with

opportunity as (

    select * from {{ ref('opportunity') }}

),

record as (

    select * from {{ ref('rec_won_opportunity_project_record') }}

),

final as (

    select
        opportunity.opportunity_id,
        opportunity.opportunity_number,
        opportunity.name as opportunity_name,
        opportunity.client_id,
        opportunity.legal_entity_id,
        opportunity.stage,
        record.project_id,
        record.outcome as project_outcome,
        record.reason as project_outcome_reason,
        opportunity.opened_on,
        opportunity.closed_on,
        opportunity.closed_on_reason,
        opportunity.amount,
        opportunity.currency,
        opportunity.is_won,
        opportunity.is_closed,
        opportunity.source_instance,
        opportunity._raw_row_id

    from opportunity
    left join record
        on
            opportunity.opportunity_id = record.record_id
            and record.side = 'left'
    where not opportunity.is_deleted

)

select * from final
