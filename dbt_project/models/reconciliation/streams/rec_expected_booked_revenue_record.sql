with

comparison as (

    select * from {{ ref('rec_expected_booked_revenue_comparison') }}

),

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where not is_deleted

),

link as (

    select * from {{ ref('rec_expected_booked_revenue_link') }}

),

left_links as (

    select
        link.left_id,
        sum(case when link.currency = comparison.currency then link.allocated_amount else 0 end) as allocated_amount

    from link
    inner join comparison on link.left_id = comparison.expected_revenue_id
    group by link.left_id

),

left_side as (

    select
        comparison.expected_revenue_id as record_id,
        comparison.source_instance,
        comparison.legal_entity_id,
        comparison.client_id,
        comparison.project_id,
        comparison.period,
        comparison.currency,
        comparison.period_ends_on as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        coalesce(comparison.expected_amount, 0) as value_amount,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        case
            when comparison.exclusion is not null then 'excluded'
            when comparison.is_unrecognised or comparison.is_break or comparison.is_over_cap then 'break'
            when coalesce(comparison.expected_amount, 0) = coalesce(left_links.allocated_amount, 0) then 'matched'
            else 'tolerated'
        end as outcome,
        case
            when comparison.exclusion is not null then comparison.exclusion
            when comparison.is_unrecognised then 'no_revenue'
            when comparison.is_break then 'revenue_differs'
            when comparison.is_over_cap then 'over_cap'
            when coalesce(comparison.expected_amount, 0) = coalesce(left_links.allocated_amount, 0) then 'composite_key'
            else 'within_tolerance'
        end as reason,
        comparison._raw_row_id

    from comparison
    left join left_links on comparison.expected_revenue_id = left_links.left_id

),

right_side as (

    select
        revenue_event.revenue_event_id as record_id,
        revenue_event.source_instance,
        revenue_event.legal_entity_id,
        revenue_event.client_id,
        revenue_event.project_id,
        revenue_event.period,
        revenue_event.currency,
        revenue_event.posted_on as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        revenue_event.amount as value_amount,
        coalesce(link.allocated_amount, 0) as allocated_amount,
        case
            when link.right_id is null then 'excluded'
            else left_side.outcome
        end as outcome,
        case
            when revenue_event.kind = 'expense' then 'expense'
            when link.right_id is null and revenue_event.contract_line_id is null then 'no_terms'
            when link.right_id is null then 'open_period'
            else left_side.reason
        end as reason,
        revenue_event._raw_row_id

    from revenue_event
    left join link on revenue_event.revenue_event_id = link.right_id
    left join left_side on link.left_id = left_side.record_id

),

final as (

    {{ stream_record('expected_booked_revenue', 'left', 'left_side') }}
    union all
    {{ stream_record('expected_booked_revenue', 'right', 'right_side') }}

)

select * from final
