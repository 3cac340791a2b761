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

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code in ('TM-04', 'TM-05')

),

setting as (

    select
        legal_entity_id,
        max(case when rule_code = 'TM-04' then tolerance_seconds end) as tolerance_seconds,
        max(case when rule_code = 'TM-05' then tolerance_amount end) as tolerance_amount,
        max(case when rule_code = 'TM-05' then tolerance_ratio end) as tolerance_ratio

    from rule
    group by legal_entity_id

),

posting as (

    select
        left_id,
        case when count(*) = 1 then min(right_id) end as right_id,
        min(currency) as lowest_currency,
        max(currency) as highest_currency

    from link
    group by left_id

),

-- The time that was posted at the contract's rate: a minute too few is not valued here.
measured as (

    select
        record.*,
        posting.right_id,
        time_value.worked_on,
        {{ hours_times_rate('record.allocated_seconds', 'time_value.bill_hourly_amount') }} as expected_amount,
        setting.tolerance_amount,
        setting.tolerance_ratio

    from record
    inner join posting on record.record_id = posting.left_id
    inner join time_value on record.record_id = time_value.time_entry_id
    left join setting on coalesce(record.legal_entity_id, '*') = setting.legal_entity_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and abs(record.residual_seconds) <= setting.tolerance_seconds
        and time_value.value_amount is not null
        and posting.lowest_currency = record.currency
        and posting.highest_currency = record.currency

),

found as (

    select
        record_id as anchor_id,
        record_id as left_id,
        right_id,
        'revenue_amount' as field,
        expected_amount as left_value,
        allocated_amount as right_value,
        abs(expected_amount - allocated_amount) as money_at_stake,
        currency,
        case when allocated_amount < expected_amount then 'under' else 'over' end as direction,
        'measured' as money_confidence,
        allocated_seconds as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        worked_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The time of ', cast(worked_on as string), ' is worth ', cast(expected_amount as string),
            ' under the contract and stands in the ERP at ', cast(allocated_amount as string), '.'
        ) as explanation

    from measured
    where {{ beyond_tolerance('expected_amount', 'allocated_amount', 'tolerance_amount', 'tolerance_ratio') }}

),

final as (

    {{ break_rows('TM-05', 'found') }}

)

select * from final
