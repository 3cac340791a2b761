with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

labour_cost as (

    select * from {{ ref('acc_labour_cost') }}

),

link as (

    select * from {{ ref('rec_labour_cost_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'CS-01'

),

delivered as (

    select count(*) as posting_count from labour_cost

),

-- What its own hours cost at the rate of the entry, and what the ERP made of it.
right_measured as (

    select
        labour_cost.*,
        case when labour_cost.time_entry_id is not null then labour_cost.duration_seconds else 0 end
            as allocated_seconds,
        case when labour_cost.time_entry_id is not null then coalesce(labour_cost.expected_amount, 0) else 0 end
            as allocated_amount,
        abs(labour_cost.cost_amount - labour_cost.expected_amount) as difference,
        case
            when {{ money_mul('abs(labour_cost.expected_amount)', 'rule.tolerance_ratio') }} > rule.tolerance_amount
                then {{ money_mul('abs(labour_cost.expected_amount)', 'rule.tolerance_ratio') }}
            else rule.tolerance_amount
        end as allowed_amount

    from labour_cost
    inner join rule on coalesce(labour_cost.legal_entity_id, '*') = rule.legal_entity_id

),

right_side as (

    select
        labour_posting_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        period,
        currency,
        worked_on as event_on,
        {{ null_of('date') }} as due_on,
        duration_seconds as value_seconds,
        allocated_seconds,
        cost_amount as value_amount,
        allocated_amount,
        case
            when time_entry_id is null then 'excluded'
            when expected_amount is null then 'break'
            when difference = 0 then 'matched'
            when difference <= allowed_amount then 'tolerated'
            else 'break'
        end as outcome,
        case
            when time_entry_id is null then 'no_approved_entry'
            when expected_amount is null then 'no_rate'
            when difference = 0 then 'native_reference'
            when difference <= allowed_amount then 'within_tolerance'
            else 'cost_differs'
        end as reason,
        _raw_row_id

    from right_measured

),

-- Postings in another currency than the entry's rate say nothing of its amount.
left_links as (

    select
        link.left_id,
        sum(link.allocated_seconds) as allocated_seconds,
        sum(case when link.currency = time_value.standard_cost_currency then link.allocated_amount else 0 end)
            as allocated_amount,
        max(case when link.currency <> time_value.standard_cost_currency then 1 else 0 end) = 1 as is_foreign,
        max(case when right_side.reason = 'no_rate' then 1 else 0 end) = 1 as is_unrated,
        max(case when right_side.outcome = 'break' then 1 else 0 end) = 1 as is_broken

    from link
    inner join time_value on link.left_id = time_value.time_entry_id
    inner join right_side on link.right_id = right_side.record_id
    group by link.left_id

),

left_measured as (

    select
        time_value.*,
        left_links.left_id is not null as is_linked,
        coalesce(left_links.allocated_seconds, 0) as allocated_seconds,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        left_links.is_foreign,
        left_links.is_unrated,
        left_links.is_broken,
        coalesce(
            {{ tieout.in_minor_units(
                tieout.hours_times_rate('time_value.duration_seconds', 'time_value.standard_cost_hourly_amount'),
                'time_value.standard_cost_currency'
            ) }}, 0
        ) as entry_cost_amount

    from time_value
    left join left_links on time_value.time_entry_id = left_links.left_id

),

left_side as (

    select
        left_measured.time_entry_id as record_id,
        left_measured.source_instance,
        left_measured.legal_entity_id,
        left_measured.client_id,
        left_measured.project_id,
        left_measured.worked_period as period,
        left_measured.standard_cost_currency as currency,
        left_measured.worked_on as event_on,
        {{ null_of('date') }} as due_on,
        left_measured.duration_seconds as value_seconds,
        left_measured.allocated_seconds,
        left_measured.entry_cost_amount as value_amount,
        left_measured.allocated_amount,
        case
            when not left_measured.is_linked then 'excluded'
            when left_measured.is_broken then 'break'
            when left_measured.is_foreign then 'tolerated'
            when
                left_measured.allocated_seconds = left_measured.duration_seconds
                and left_measured.allocated_amount = left_measured.entry_cost_amount
                then 'matched'
            else 'tolerated'
        end as outcome,
        case
            when not left_measured.is_linked and delivered.posting_count = 0 then 'no_such_system'
            when not left_measured.is_linked then 'not_posted'
            when left_measured.is_unrated then 'no_rate'
            when left_measured.is_broken then 'cost_differs'
            when left_measured.is_foreign then 'currency_differs'
            when left_measured.allocated_seconds <> left_measured.duration_seconds then 'hours_differ'
            when left_measured.allocated_amount = left_measured.entry_cost_amount then 'native_reference'
            else 'within_tolerance'
        end as reason,
        left_measured._raw_row_id

    from left_measured
    cross join delivered

),

final as (

    {{ stream_record('labour_cost', 'left', 'left_side') }}
    union all
    {{ stream_record('labour_cost', 'right', 'right_side') }}

)

select * from final
