with

record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

named as (

    {{ named_unapproved('time_labour_posting', 'time_entry', 'labour_posting') }}

),

found as (

    select
        record.record_id as anchor_id,
        named.time_entry_id as left_id,
        record.record_id as right_id,
        'status' as field,
        coalesce(named.status, 'absent') as left_value,
        labour_posting.status as right_value,
        abs({{ posted_money('labour_posting') }}) as money_at_stake,
        {{ posted_currency('labour_posting') }} as currency,
        case
            when labour_posting.is_billable = (labour_posting.duration_seconds >= 0) then 'over'
            else 'under'
        end as direction,
        case when {{ posted_money('labour_posting') }} is null then 'unknown' else 'measured' end as money_confidence,
        record.value_seconds as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        labour_posting.contract_line_id,
        record.period,
        record.event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Posted on ', cast(record.event_on as string), ' for ', cast(labour_posting.worked_on as string), ': ',
            case
                when named.time_entry_id is null then 'the PSA has no such time.'
                else concat('in the PSA the time is ', named.status, '.')
            end
        ) as explanation

    from record
    inner join labour_posting on record.record_id = labour_posting.labour_posting_id
    left join named on record.record_id = named.record_id
    where
        record.side = 'right'
        and record.outcome = 'break'
        and record.reason in ('not_approved', 'unknown_entry')

),

final as (

    {{ break_rows('TM-02', 'found') }}

)

select * from final
