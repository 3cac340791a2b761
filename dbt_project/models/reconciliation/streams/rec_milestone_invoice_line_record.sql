with

milestone as (

    select * from {{ ref('milestone') }}

),

billing_schedule_line as (

    select * from {{ ref('billing_schedule_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice_allocation as (

    select * from {{ ref('invoice_allocation') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

link as (

    select * from {{ ref('rec_milestone_invoice_line_link') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'BL-02'

),

sides as (

    select (select count(*) from invoice) > 0 as has_invoices

),

scheduled as (

    select
        project_id,
        milestone_code,
        max(due_on) as due_on

    from billing_schedule_line
    where
        not is_deleted
        and milestone_code is not null
        and status <> 'cancelled'
    group by project_id, milestone_code

),

-- The schedule may bill later than the milestone is accepted; the window starts when both have come.
accepted as (

    select
        milestone.*,
        coalesce(milestone.amount, 0) as value_amount,
        cast(milestone.accepted_at as date) as accepted_on,
        case
            when scheduled.due_on > cast(milestone.accepted_at as date) then scheduled.due_on
            else cast(milestone.accepted_at as date)
        end as billable_on,
        rule.window_business_days,
        rule.tolerance_amount

    from milestone
    inner join rule on coalesce(milestone.legal_entity_id, '*') = rule.legal_entity_id
    left join scheduled
        on
            milestone.project_id = scheduled.project_id
            and milestone.milestone_code = scheduled.milestone_code
    where
        not milestone.is_deleted
        and milestone.status = 'accepted'
        and coalesce(cast(milestone.accepted_at as date), {{ valued_on() }}) <= {{ valued_on() }}

),

due as (

    {{ business_day_window(
        'accepted', 'milestone_id', 'legal_entity_id', 'billable_on', 'waiting.window_business_days'
    ) }}

),

left_links as (

    select
        link.left_id,
        max(link.match_pass) as match_pass,
        sum(case when link.currency = accepted.currency then link.allocated_amount else 0 end) as allocated_amount,
        max(case when link.currency <> accepted.currency then 1 else 0 end) = 1 as is_foreign

    from link
    inner join accepted on link.left_id = accepted.milestone_id
    group by link.left_id

),

left_measured as (

    select
        accepted.*,
        coalesce(business_calendar.period, {{ period_of('accepted.accepted_on') }}) as accepted_period,
        due.due_on as billing_due_on,
        left_links.match_pass,
        coalesce(left_links.is_foreign, false) as is_foreign,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        accepted.value_amount - coalesce(left_links.allocated_amount, 0) as open_amount,
        sides.has_invoices

    from accepted
    cross join sides
    left join due on accepted.milestone_id = due.waiting_id
    left join left_links on accepted.milestone_id = left_links.left_id
    left join business_calendar
        on
            accepted.legal_entity_id = business_calendar.legal_entity_id
            and accepted.accepted_on = business_calendar.calendar_on

),

left_judged as (

    select
        *,
        case
            when match_pass is null and not has_invoices then 'no_such_system'
            when match_pass is null and value_amount = 0 then 'no_amount'
            when open_amount = 0 then match_pass
            when is_foreign then 'currency_differs'
            when abs(open_amount) <= tolerance_amount then 'rounding'
            when open_amount < 0 then 'billed_twice'
            when billing_due_on >= {{ valued_on() }} then 'inside_window'
            when accepted_at is null then 'approval_missing'
            when allocated_amount > 0 then 'partly_billed'
            else 'unbilled'
        end as reason

    from left_measured

),

left_side as (

    select
        milestone_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        accepted_period as period,
        currency,
        accepted_on as event_on,
        billing_due_on as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        value_amount,
        allocated_amount,
        case
            when reason in ('no_such_system', 'no_amount') then 'excluded'
            when reason = match_pass then 'matched'
            when reason = 'rounding' then 'tolerated'
            when reason = 'inside_window' then 'pending'
            else 'break'
        end as outcome,
        reason,
        _raw_row_id

    from left_judged

),

named as (

    select
        invoice_allocation.invoice_line_id,
        max(milestone.milestone_id) as milestone_id

    from invoice_allocation
    inner join milestone on invoice_allocation.target_id = milestone.milestone_id
    where
        invoice_allocation.target_kind = 'milestone'
        and not invoice_allocation.is_deleted
        and not milestone.is_deleted
    group by invoice_allocation.invoice_line_id

),

right_links as (

    select
        right_id,
        max(match_pass) as match_pass,
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
        0 as value_seconds,
        0 as allocated_seconds,
        line_project.amount as value_amount,
        coalesce(right_links.allocated_amount, 0) as allocated_amount,
        case when right_links.right_id is null then 'break' else 'matched' end as outcome,
        case
            when right_links.right_id is not null then right_links.match_pass
            when named.milestone_id is not null then 'not_accepted'
            else 'no_milestone'
        end as reason,
        line_project._raw_row_id

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    left join named on line_project.invoice_line_id = named.invoice_line_id
    left join right_links on line_project.invoice_line_id = right_links.right_id
    where
        invoice_line.line_kind = 'milestone'
        or named.milestone_id is not null

),

final as (

    {{ stream_record('milestone_invoice_line', 'left', 'left_side') }}
    union all
    {{ stream_record('milestone_invoice_line', 'right', 'right_side') }}

)

select * from final
