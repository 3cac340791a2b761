with

expense as (

    select * from {{ ref('expense') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

link as (

    select * from {{ ref('rec_expense_expense_posting_link') }}

),

cancelled as (

    select * from {{ ref('acc_cancelled_posting') }}
    where posting_kind = 'expense'

),

withdrawn_approval as (

    select * from {{ ref('acc_withdrawn_approval') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'EX-01'

),

due as (

    {{ business_day_due('rule') }}

),

posting as (

    select
        expense_posting.expense_posting_id,
        expense_posting.source_instance,
        expense_posting._raw_row_id,
        expense_posting.source_reference,
        expense_posting.legal_entity_id,
        expense_posting.client_id,
        expense_posting.project_id,
        expense_posting.posted_on,
        expense_posting.period,
        coalesce(expense_posting.amount, 0) as value_amount,
        coalesce(expense_posting.tax_amount, 0) as tax_amount,
        expense_posting.currency,
        expense_posting.is_billable,
        expense_posting.origin,
        cancelled.part as cancelled_part,
        link.left_id,
        link.match_pass,
        link.allocated_amount

    from expense_posting
    left join link on expense_posting.expense_posting_id = link.right_id
    left join cancelled on expense_posting.expense_posting_id = cancelled.posting_id
    where
        not expense_posting.is_deleted
        and coalesce(expense_posting.posted_on, expense_posting.incurred_on) <= {{ valued_on() }}
        and expense_posting.incurred_on <= {{ valued_on() }}

),

left_links as (

    select
        posting.left_id,
        min(posting.match_pass) as match_pass,
        sum(case when posting.currency = expense.currency then posting.allocated_amount else 0 end) as allocated_amount,
        sum(posting.tax_amount) as tax_amount,
        max(case when posting.currency <> expense.currency then 1 else 0 end) = 1 as is_foreign,
        max(case when posting.is_billable <> expense.is_billable then 1 else 0 end) = 1 as is_billed_otherwise

    from posting
    inner join expense on posting.left_id = expense.expense_id
    group by posting.left_id

),

left_measured as (

    select
        expense.expense_id,
        expense.source_instance,
        expense._raw_row_id,
        expense.legal_entity_id,
        expense.client_id,
        expense.project_id,
        coalesce(business_calendar.period, {{ period_of('expense.incurred_on') }}) as period,
        expense.currency,
        cast(coalesce(expense.approved_at, expense.incurred_on) as date) as event_on,
        due.due_on,
        coalesce(expense.amount, 0) - coalesce(expense.tax_amount, 0) as value_amount,
        coalesce(expense.tax_amount, 0) as tax_amount,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        coalesce(left_links.tax_amount, 0) as posted_tax_amount,
        rule.tolerance_amount,
        left_links.left_id is not null as is_linked,
        left_links.match_pass,
        coalesce(left_links.is_foreign, false) as is_foreign,
        coalesce(left_links.is_billed_otherwise, false) as is_billed_otherwise

    from expense
    left join left_links on expense.expense_id = left_links.left_id
    left join rule on coalesce(expense.legal_entity_id, '*') = rule.legal_entity_id
    left join due
        on
            expense.legal_entity_id = due.legal_entity_id
            and cast(coalesce(expense.approved_at, expense.incurred_on) as date) = due.event_on
    left join business_calendar
        on
            expense.legal_entity_id = business_calendar.legal_entity_id
            and expense.incurred_on = business_calendar.calendar_on
    where
        not expense.is_deleted
        and expense.status = 'approved'
        and expense.incurred_on <= {{ valued_on() }}

),

left_side as (

    select
        expense_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        period,
        currency,
        event_on,
        due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        value_amount,
        allocated_amount,
        case
            when not is_linked and not {{ tieout.is_delivered('expense_posting') }} then 'excluded'
            when not is_linked and due_on >= {{ valued_on() }} then 'pending'
            when not is_linked then 'break'
            when is_foreign or is_billed_otherwise then 'break'
            when abs(value_amount - allocated_amount) > tolerance_amount then 'break'
            when abs(tax_amount - posted_tax_amount) > tolerance_amount then 'break'
            when value_amount <> allocated_amount or tax_amount <> posted_tax_amount then 'tolerated'
            else 'matched'
        end as outcome,
        case
            when not is_linked and not {{ tieout.is_delivered('expense_posting') }} then 'no_such_system'
            when not is_linked and due_on >= {{ valued_on() }} then 'inside_window'
            when not is_linked then 'missing_in_erp'
            when is_foreign then 'currency_differs'
            when abs(value_amount - allocated_amount) > tolerance_amount then 'amount_differs'
            when abs(tax_amount - posted_tax_amount) > tolerance_amount then 'tax_differs'
            when is_billed_otherwise then 'billable_differs'
            when value_amount <> allocated_amount or tax_amount <> posted_tax_amount then 'rounding'
            else match_pass
        end as reason,
        _raw_row_id

    from left_measured

),

-- Recalled after it was posted, or never approved when it was.
named as (

    select
        posting.expense_posting_id as record_id,
        min(case when expense.is_deleted then 1 else 0 end) = 1 as is_deleted,
        max(case when expense.status = 'approved' and not expense.is_deleted then 1 else 0 end) = 1 as is_approved,
        max(case when cast(withdrawn_approval.withdrawn_at as date) >= posting.posted_on then 1 else 0 end) = 1
            as is_recalled

    from posting
    inner join expense on posting.source_reference = expense.source_record_id
    left join withdrawn_approval
        on coalesce(expense.report_id, expense.expense_id) = withdrawn_approval.target_id
    where
        posting.left_id is null
        and posting.cancelled_part is null
    group by posting.expense_posting_id

),

right_side as (

    select
        posting.expense_posting_id as record_id,
        posting.source_instance,
        posting.legal_entity_id,
        posting.client_id,
        posting.project_id,
        posting.period,
        posting.currency,
        posting.posted_on as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        posting.value_amount,
        coalesce(posting.allocated_amount, 0) as allocated_amount,
        case
            when posting.left_id is not null then left_side.outcome
            when posting.cancelled_part is not null then 'excluded'
            when not {{ tieout.is_delivered('expense') }} then 'excluded'
            when named.is_deleted or not named.is_approved then 'break'
            when posting.origin <> 'integration' then 'excluded'
            else 'break'
        end as outcome,
        case
            when posting.left_id is not null then left_side.reason
            when posting.cancelled_part is not null then posting.cancelled_part
            when not {{ tieout.is_delivered('expense') }} then 'no_such_system'
            when named.is_deleted then 'expense_deleted'
            when not named.is_approved and named.is_recalled then 'recalled'
            when not named.is_approved then 'not_approved'
            when posting.origin <> 'integration' then 'native_to_erp'
            when named.is_approved then 'ambiguous'
            else 'unknown_expense'
        end as reason,
        posting._raw_row_id

    from posting
    left join left_side on posting.left_id = left_side.record_id
    left join named on posting.expense_posting_id = named.record_id

),

final as (

    {{ stream_record('expense_expense_posting', 'left', 'left_side') }}
    union all
    {{ stream_record('expense_expense_posting', 'right', 'right_side') }}

)

select * from final
