with

record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

-- What is billed is missed at its rate, other time at its cost.
found as (

    select
        record.record_id as anchor_id,
        record.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'posting' as field,
        record.value_seconds as left_value,
        {{ null_of('string') }} as right_value,
        case when time_value.is_billable then time_value.value_amount else time_value.cost_amount end
            as money_at_stake,
        case when time_value.is_billable then time_value.currency else time_value.cost_currency end as currency,
        case when time_value.is_billable then 'under' else 'over' end as direction,
        case
            when time_value.is_billable and time_value.value_amount is not null then 'measured'
            when not time_value.is_billable and time_value.cost_amount is not null then 'measured'
            else 'unknown'
        end as money_confidence,
        record.value_seconds as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        record.due_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Worked on ', cast(time_value.worked_on as string), ', approved by ', cast(record.event_on as string),
            ', and by ', cast(coalesce(record.due_on, record.event_on) as string), ' not posted in the ERP.'
        ) as explanation

    from record
    inner join time_value on record.record_id = time_value.time_entry_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.reason = 'missing_in_erp'

),

final as (

    {{ break_rows('TM-01', 'found') }}

)

select * from final
