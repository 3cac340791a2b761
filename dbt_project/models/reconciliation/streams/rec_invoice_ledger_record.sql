with

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

ledger_document as (

    select * from {{ ref('acc_receivable_document') }}

),

link as (

    select * from {{ ref('rec_invoice_ledger_link') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'BL-04'

),

line_totals as (

    select
        invoice_id,
        cast(sum(amount) as decimal(18, 4)) as line_amount

    from invoice_line
    where not is_deleted
    group by invoice_id

),

live as (

    select
        invoice.*,
        rule.window_business_days,
        rule.tolerance_amount,
        coalesce(invoice.total_amount, line_totals.line_amount, 0) as value_amount

    from invoice
    inner join rule on coalesce(invoice.legal_entity_id, '*') = rule.legal_entity_id
    left join line_totals on invoice.invoice_id = line_totals.invoice_id
    where not invoice.is_deleted

),

due as (

    {{ business_day_window('live', 'invoice_id', 'legal_entity_id', 'invoiced_on', 'waiting.window_business_days') }}

),

-- A posting in the books' own currency says nothing of an invoice in another until there is a rate between them.
left_links as (

    select
        link.left_id,
        max(link.match_pass) as match_pass,
        sum(case when link.currency = live.currency then link.allocated_amount else 0 end) as allocated_amount,
        max(case when link.currency <> live.currency then 1 else 0 end) = 1 as is_foreign

    from link
    inner join live on link.left_id = live.invoice_id
    group by link.left_id

),

left_measured as (

    select
        live.*,
        coalesce(business_calendar.period, {{ period_of('live.invoiced_on') }}) as invoiced_period,
        due.due_on as posting_due_on,
        left_links.match_pass,
        left_links.left_id is not null as is_linked,
        coalesce(left_links.is_foreign, false) as is_foreign,
        coalesce(left_links.allocated_amount, 0) as allocated_amount,
        abs(live.value_amount - coalesce(left_links.allocated_amount, 0)) as difference_amount

    from live
    left join due on live.invoice_id = due.waiting_id
    left join business_calendar
        on
            live.legal_entity_id = business_calendar.legal_entity_id
            and live.invoiced_on = business_calendar.calendar_on
    left join left_links on live.invoice_id = left_links.left_id

),

left_side as (

    select
        invoice_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        {{ null_of('string') }} as project_id,
        invoiced_period as period,
        currency,
        invoiced_on as event_on,
        posting_due_on as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        value_amount,
        allocated_amount,
        case
            when not is_linked and status in ('draft', 'void') then 'excluded'
            when is_linked and difference_amount = 0 then 'matched'
            when is_linked and is_foreign then 'tolerated'
            when is_linked and difference_amount <= tolerance_amount then 'tolerated'
            when is_linked then 'break'
            when posting_due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when not is_linked and status in ('draft', 'void') then status
            when is_linked and difference_amount = 0 then match_pass
            when is_linked and is_foreign then 'other_currency'
            when is_linked and difference_amount <= tolerance_amount then 'rounding'
            when is_linked then 'amount_differs'
            when posting_due_on >= {{ valued_on() }} then 'inside_window'
            else 'missing_in_ledger'
        end as reason,
        _raw_row_id

    from left_measured

),

right_links as (

    select
        link.right_id,
        max(link.match_pass) as match_pass,
        max(left_side.outcome) as outcome,
        max(left_side.reason) as reason

    from link
    inner join left_side on link.left_id = left_side.record_id
    group by link.right_id

),

right_side as (

    select
        ledger_document.ledger_entry_id as record_id,
        ledger_document.source_instance,
        ledger_document.legal_entity_id,
        ledger_document.client_id,
        {{ null_of('string') }} as project_id,
        ledger_document.period,
        ledger_document.currency,
        ledger_document.posted_on as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        ledger_document.amount as value_amount,
        case when right_links.right_id is null then 0 else ledger_document.amount end as allocated_amount,
        case
            when right_links.right_id is not null then right_links.outcome
            when ledger_document.document_kind = 'payment' then 'excluded'
            when ledger_document.document_kind in ('manual', 'other') then 'excluded'
            else 'break'
        end as outcome,
        case
            when right_links.right_id is not null then right_links.reason
            when ledger_document.document_kind = 'payment' then 'payment'
            when ledger_document.document_kind = 'manual' then 'manual_entry'
            when ledger_document.document_kind = 'other' then 'other_document'
            else 'missing_invoice'
        end as reason,
        ledger_document._raw_row_id

    from ledger_document
    left join right_links on ledger_document.ledger_entry_id = right_links.right_id

),

final as (

    {{ stream_record('invoice_ledger', 'left', 'left_side') }}
    union all
    {{ stream_record('invoice_ledger', 'right', 'right_side') }}

)

select * from final
