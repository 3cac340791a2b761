with

record as (

    select * from {{ ref('rec_milestone_invoice_line_record') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

found as (

    select
        record.record_id as anchor_id,
        record.record_id as left_id,
        {{ null_of('string') }} as right_id,
        case when record.reason = 'approval_missing' then 'approval' else 'invoice_line' end as field,
        record.value_amount as left_value,
        record.allocated_amount as right_value,
        record.residual_amount as money_at_stake,
        record.currency,
        'under' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        coalesce(record.due_on, milestone.achieved_on, milestone.due_on) as event_on,
        {{ null_of('string') }} as blocker,
        case
            when record.reason = 'approval_missing'
                then concat(
                    'Milestone ', milestone.milestone_code,
                    ' is accepted, but no approval is on record and no live invoice line bills it.'
                )
            else concat(
                'Milestone ', milestone.milestone_code, ' accepted on ', cast(record.event_on as string),
                ', to be billed by ', cast(record.due_on as string), ', on no live invoice line in full.'
            )
        end as explanation

    from record
    inner join milestone on record.record_id = milestone.milestone_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.reason in ('unbilled', 'partly_billed', 'approval_missing')

),

final as (

    {{ break_rows('BL-02', 'found') }}

)

select * from final
