with

record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

posted_twice as (

    select * from {{ ref('brk_tm_03') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'TM-04'

),

-- What was posted once more is another rule's.
extra as (

    select
        left_id,
        sum(seconds_at_stake) as extra_seconds

    from posted_twice
    group by left_id

),

posting as (

    select
        left_id,
        case when count(*) = 1 then min(right_id) end as right_id

    from link
    group by left_id

),

measured as (

    select
        record.*,
        posting.right_id,
        record.allocated_seconds - coalesce(extra.extra_seconds, 0) as posted_seconds,
        record.value_seconds - record.allocated_seconds + coalesce(extra.extra_seconds, 0) as missing_seconds,
        rule.tolerance_seconds

    from record
    inner join posting on record.record_id = posting.left_id
    left join extra on record.record_id = extra.left_id
    left join rule on coalesce(record.legal_entity_id, '*') = rule.legal_entity_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.residual_seconds <> 0

),

priced as (

    select
        measured.*,
        time_value.worked_on,
        time_value.is_billable,
        case when time_value.is_billable then time_value.currency else time_value.cost_currency end as rate_currency,
        {{ hours_times_rate(
            'abs(measured.missing_seconds)',
            'case when time_value.is_billable then time_value.bill_hourly_amount else time_value.cost_hourly_amount end'
        ) }} as money_at_stake

    from measured
    inner join time_value on measured.record_id = time_value.time_entry_id
    where abs(measured.missing_seconds) > measured.tolerance_seconds

),

found as (

    select
        record_id as anchor_id,
        record_id as left_id,
        right_id,
        'duration_seconds' as field,
        value_seconds as left_value,
        posted_seconds as right_value,
        money_at_stake,
        rate_currency as currency,
        case when is_billable = (missing_seconds > 0) then 'under' else 'over' end as direction,
        case when money_at_stake is null then 'unknown' else 'measured' end as money_confidence,
        abs(missing_seconds) as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        worked_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'On ', cast(worked_on as string), ' ', cast({{ hours('value_seconds') }} as string),
            ' hours were approved and ', cast({{ hours('posted_seconds') }} as string), ' posted.'
        ) as explanation

    from priced

),

final as (

    {{ break_rows('TM-04', 'found') }}

)

select * from final
