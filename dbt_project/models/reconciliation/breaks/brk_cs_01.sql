with

record as (

    select * from {{ ref('rec_labour_cost_record') }}

),

labour_cost as (

    select * from {{ ref('acc_labour_cost') }}

),

posted_twice as (

    select right_id from {{ ref('brk_tm_03') }}

),

-- All of what a posting costs that stands there a second time is TM-03's.
found as (

    select
        record.record_id as anchor_id,
        labour_cost.time_entry_id as left_id,
        record.record_id as right_id,
        case record.reason when 'no_rate' then 'cost_rate' else 'cost_amount' end as field,
        labour_cost.expected_amount as left_value,
        record.value_amount as right_value,
        abs(record.value_amount - labour_cost.expected_amount) as money_at_stake,
        record.currency,
        case
            when record.value_amount > labour_cost.expected_amount then 'under'
            when record.value_amount < labour_cost.expected_amount then 'over'
        end as direction,
        case when labour_cost.expected_amount is null then 'unknown' else 'measured' end as money_confidence,
        record.value_seconds as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        labour_cost.contract_line_id,
        record.period,
        labour_cost.posted_on as event_on,
        {{ null_of('string') }} as blocker,
        case
            when labour_cost.expected_amount is null
                then concat(
                    'The ERP costs the time of ', cast(record.event_on as string), ' at ',
                    cast(record.value_amount as string), ' ', record.currency, '; no cost rate is known that day.'
                )
            else concat(
                'The ERP costs the time of ', cast(record.event_on as string), ' at ',
                cast(record.value_amount as string), ' ', record.currency, '; its hours at ',
                cast(labour_cost.standard_cost_hourly_amount as string), ' ', labour_cost.standard_cost_currency,
                ' cost ', cast(labour_cost.expected_amount as string), ' ', record.currency, '.'
            )
        end as explanation

    from record
    inner join labour_cost on record.record_id = labour_cost.labour_posting_id
    left join posted_twice on record.record_id = posted_twice.right_id
    where
        record.side = 'right'
        and record.outcome = 'break'
        and posted_twice.right_id is null

),

final as (

    {{ break_rows('CS-01', 'found') }}

)

select * from final
