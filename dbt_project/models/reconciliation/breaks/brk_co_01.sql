with

record as (

    select * from {{ ref('rec_won_opportunity_project_record') }}

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

found as (

    select
        record.record_id as anchor_id,
        record.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'project' as field,
        coalesce(opportunity.opportunity_number, opportunity.name) as left_value,
        record.reason as right_value,
        opportunity.amount as money_at_stake,
        record.currency,
        'under' as direction,
        case when opportunity.amount is null then 'unknown' else 'estimated' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        record.due_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Opportunity ', coalesce(opportunity.opportunity_number, ''), ' (', opportunity.name, ') is won and no ',
            'project of the same client names it.'
        ) as explanation

    from record
    inner join opportunity on record.record_id = opportunity.opportunity_id
    where
        record.side = 'left'
        and record.outcome = 'break'

),

final as (

    {{ break_rows('CO-01', 'found') }}

)

select * from final
