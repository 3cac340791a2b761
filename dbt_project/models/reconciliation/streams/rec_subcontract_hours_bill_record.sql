with

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

cover as (

    select * from {{ ref('acc_subcontract_cover') }}

),

vendor_bill_line as (

    select * from {{ ref('vendor_bill_line') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

link as (

    select * from {{ ref('rec_subcontract_hours_bill_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'CS-02'

),

delivered as (

    select count(*) as order_count from cover

),

-- Hours wait for the order's bill until so many business days after the month they were worked in.
waiting as (

    select
        'hours|' || subcontract_time.time_entry_id as waiting_id,
        subcontract_time.legal_entity_id,
        {{ month_end('subcontract_time.worked_on') }} as ended_on,
        rule.window_business_days

    from subcontract_time
    inner join rule on coalesce(subcontract_time.legal_entity_id, '*') = rule.legal_entity_id

    union all

    select
        'order|' || cover.purchase_order_line_id as waiting_id,
        cover.legal_entity_id,
        cover.period_ends_on as ended_on,
        rule.window_business_days

    from cover
    inner join rule on coalesce(cover.legal_entity_id, '*') = rule.legal_entity_id

),

due as (

    {{ business_day_window('waiting', 'waiting_id', 'legal_entity_id', 'ended_on', 'waiting.window_business_days') }}

),

-- Accruals cover what no bill does yet.
weighed as (

    select
        cover.*,
        due.due_on,
        rule.tolerance_amount,
        rule.tolerance_ratio,
        cast(
            case when cover.bill_count > 0 then cover.billed_amount else cover.accrued_amount end
            - cover.worked_amount as decimal(18, 4)
        ) as difference

    from cover
    inner join rule on coalesce(cover.legal_entity_id, '*') = rule.legal_entity_id
    left join due on 'order|' || cover.purchase_order_line_id = due.waiting_id

),

judged as (

    select
        *,
        case
            when difference = 0 then 'agreed'
            when not is_comparable then 'tolerated'
            when abs(difference) <= tolerance_amount then 'tolerated'
            when abs(difference) <= {{ money_mul('abs(worked_amount)', 'tolerance_ratio') }} then 'tolerated'
            when due_on >= {{ valued_on() }} then 'pending'
            when bill_count = 0 and difference > 0 then 'tolerated'
            else 'break'
        end as judgement

    from weighed

),

left_side as (

    select
        subcontract_time.time_entry_id as record_id,
        subcontract_time.source_instance,
        subcontract_time.legal_entity_id,
        subcontract_time.client_id,
        subcontract_time.project_id,
        subcontract_time.worked_period as period,
        subcontract_time.currency,
        subcontract_time.worked_on as event_on,
        coalesce(judged.due_on, due.due_on) as due_on,
        subcontract_time.duration_seconds as value_seconds,
        coalesce(link.allocated_seconds, 0) as allocated_seconds,
        subcontract_time.amount as value_amount,
        coalesce(link.allocated_amount, 0) as allocated_amount,
        case
            when judged.judgement in ('pending', 'break') then judged.judgement
            when link.left_id is not null then 'matched'
            when judged.purchase_order_line_id is not null then 'tolerated'
            when delivered.order_count = 0 then 'excluded'
            when due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when judged.judgement = 'pending' then 'inside_window'
            when judged.judgement = 'break' and judged.bill_count > 0 then 'amount_differs'
            when judged.judgement = 'break' then 'no_bill'
            when link.left_id is not null then 'composite_key'
            when judged.purchase_order_line_id is not null then 'accrued'
            when delivered.order_count = 0 then 'no_such_system'
            when due.due_on >= {{ valued_on() }} then 'inside_window'
            else 'no_order'
        end as reason,
        subcontract_time._raw_row_id

    from subcontract_time
    cross join delivered
    left join judged on subcontract_time.purchase_order_line_id = judged.purchase_order_line_id
    left join link on subcontract_time.time_entry_id = link.left_id
    left join due on 'hours|' || subcontract_time.time_entry_id = due.waiting_id

),

right_links as (

    select
        link.right_id,
        sum(link.allocated_seconds) as allocated_seconds,
        sum(case when link.currency = vendor_bill_line.currency then link.allocated_amount else 0 end)
            as allocated_amount

    from link
    inner join vendor_bill_line on link.right_id = vendor_bill_line.vendor_bill_line_id
    group by link.right_id

),

billed as (

    select
        vendor_bill_line.*,
        business_calendar.period,
        coalesce(right_links.allocated_seconds, 0) as allocated_seconds,
        coalesce(right_links.allocated_amount, 0) as allocated_amount,
        judged.judgement,
        judged.due_on

    from vendor_bill_line
    left join right_links on vendor_bill_line.vendor_bill_line_id = right_links.right_id
    left join judged on vendor_bill_line.purchase_order_line_id = judged.purchase_order_line_id
    left join business_calendar
        on
            vendor_bill_line.legal_entity_id = business_calendar.legal_entity_id
            and vendor_bill_line.posted_on = business_calendar.calendar_on

),

right_side as (

    select
        vendor_bill_line_id as record_id,
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        project_id,
        coalesce(period, {{ period_of('posted_on') }}) as period,
        currency,
        posted_on as event_on,
        due_on,
        coalesce(duration_seconds, 0) as value_seconds,
        allocated_seconds,
        amount as value_amount,
        allocated_amount,
        case
            when judgement in ('pending', 'break') then judgement
            when judgement is null then 'break'
            when allocated_seconds = coalesce(duration_seconds, 0) and allocated_amount = amount then 'matched'
            else 'tolerated'
        end as outcome,
        case
            when judgement = 'pending' then 'inside_window'
            when judgement = 'break' then 'amount_differs'
            when judgement is null then 'no_order'
            when allocated_seconds = coalesce(duration_seconds, 0) and allocated_amount = amount then 'composite_key'
            else 'within_tolerance'
        end as reason,
        _raw_row_id

    from billed

),

final as (

    {{ stream_record('subcontract_hours_bill', 'left', 'left_side') }}
    union all
    {{ stream_record('subcontract_hours_bill', 'right', 'right_side') }}

)

select * from final
