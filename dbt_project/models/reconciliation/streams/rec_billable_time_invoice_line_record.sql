with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

link as (

    select * from {{ ref('rec_billable_time_invoice_line_link') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

-- Amounts in another currency than the entry's cannot be held against its value.
left_links as (

    select
        link.left_id,
        sum(link.allocated_seconds) as allocated_seconds,
        sum(case when link.currency = time_value.currency then link.allocated_amount else 0 end) as allocated_amount,
        max(case when link.currency <> time_value.currency then 1 else 0 end) = 1 as is_foreign

    from link
    inner join time_value on link.left_id = time_value.time_entry_id
    group by link.left_id

),

-- Time belongs to the billing cycle, the month, in which it was worked and approved, whichever came last.
billable as (

    select
        *,
        case when approved_on > worked_on then approved_on else worked_on end as billable_on

    from time_value

),

-- It is due when its cycle has ended and the grace after it is over.
left_measured as (

    select
        time_value.*,
        {{ add_days(month_end('time_value.billable_on'), 'entity_policy.billing_grace_days') }} as due_on,
        coalesce(left_links.allocated_seconds, 0) as allocated_seconds,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        coalesce(left_links.is_foreign, false) as is_foreign,
        coalesce(left_links.allocated_seconds, 0) <> 0 as is_linked,
        time_value.billing_type = 'time_and_materials' as is_billed_by_entry

    from billable as time_value
    inner join entity_policy on time_value.legal_entity_id = entity_policy.legal_entity_id
    left join left_links on time_value.time_entry_id = left_links.left_id

),

left_side as (

    select
        time_entry_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        worked_period as period,
        currency,
        worked_on as event_on,
        due_on,
        duration_seconds as value_seconds,
        allocated_seconds,
        coalesce(value_amount, 0) as value_amount,
        allocated_amount,
        case
            when not is_linked and project_id is null then 'excluded'
            when not is_linked and not is_billable then 'excluded'
            when not is_linked and not is_billed_by_entry then 'excluded'
            when allocated_seconds > duration_seconds then 'break'
            when allocated_seconds = duration_seconds and allocated_amount = coalesce(value_amount, 0) then 'matched'
            when allocated_seconds = duration_seconds then 'break'
            when due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when not is_linked and project_id is null then 'no_project'
            when not is_linked and not is_billable then 'not_billable'
            when not is_linked and not is_billed_by_entry then 'billing_type'
            when allocated_seconds > duration_seconds then 'billed_twice'
            when allocated_seconds = duration_seconds and allocated_amount = coalesce(value_amount, 0)
                then 'native_reference'
            when allocated_seconds = duration_seconds and is_foreign then 'currency_differs'
            when allocated_seconds = duration_seconds then 'amount_differs'
            when due_on >= {{ valued_on() }} then 'inside_window'
            when allocated_seconds > 0 then 'partly_billed'
            else 'unbilled'
        end as reason,
        _raw_row_id

    from left_measured

),

right_links as (

    select
        right_id,
        sum(allocated_seconds) as allocated_seconds,
        sum(allocated_amount) as allocated_amount

    from link
    group by right_id

),

right_side as (

    select
        line_project.invoice_line_id as record_id,
        invoice_line.source_instance,
        line_project.legal_entity_id,
        line_project.client_id,
        line_project.project_id,
        line_project.billed_period as period,
        line_project.currency,
        line_project.billed_on as event_on,
        {{ null_of('date') }} as due_on,
        coalesce(line_project.duration_seconds, 0) as value_seconds,
        coalesce(right_links.allocated_seconds, 0) as allocated_seconds,
        line_project.amount as value_amount,
        coalesce(right_links.allocated_amount, 0) as allocated_amount,
        case
            when line_project.is_billed_by_order and right_links.right_id is null then 'excluded'
            when line_project.is_billed_by_effort and right_links.right_id is null then 'excluded'
            when line_project.duration_seconds is null and right_links.right_id is null then 'excluded'
            when
                line_project.duration_seconds = coalesce(right_links.allocated_seconds, 0)
                and line_project.amount = coalesce(right_links.allocated_amount, 0)
                then 'matched'
            else 'break'
        end as outcome,
        case
            when line_project.is_billed_by_order and right_links.right_id is null then 'billed_by_order'
            when line_project.is_billed_by_effort and right_links.right_id is null then 'billed_by_effort'
            when line_project.duration_seconds is null and right_links.right_id is null then 'not_time'
            when
                line_project.duration_seconds = coalesce(right_links.allocated_seconds, 0)
                and line_project.amount = coalesce(right_links.allocated_amount, 0)
                then 'native_reference'
            when right_links.right_id is null then 'no_entries'
            else 'quantity_differs'
        end as reason,
        line_project._raw_row_id

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    left join right_links on line_project.invoice_line_id = right_links.right_id

),

final as (

    {{ stream_record('billable_time_invoice_line', 'left', 'left_side') }}
    union all
    {{ stream_record('billable_time_invoice_line', 'right', 'right_side') }}

)

select * from final
