with

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

found as (

    select
        record.record_id as anchor_id,
        record.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'invoice_line' as field,
        record.value_seconds as left_value,
        record.allocated_seconds as right_value,
        case when time_value.value_amount is not null then record.residual_amount end as money_at_stake,
        record.currency,
        'under' as direction,
        case when time_value.value_amount is null then 'unknown' else 'measured' end as money_confidence,
        record.residual_seconds as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        record.due_on as event_on,
        case when time_value.bill_hourly_amount is null then 'rate' else 'none' end as blocker,
        concat(
            'Worked on ', cast(record.event_on as string), ', to be billed by ', cast(record.due_on as string),
            ', on no live invoice line in full.'
        ) as explanation

    from record
    inner join time_value on record.record_id = time_value.time_entry_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.reason in ('unbilled', 'partly_billed')

),

final as (

    {{ break_rows('BL-01', 'found') }}

)

select * from final
