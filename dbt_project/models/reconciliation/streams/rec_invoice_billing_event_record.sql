with

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

billing_document as (

    select * from {{ ref('acc_billing_document') }}

),

link as (

    select * from {{ ref('rec_invoice_billing_event_link') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'BL-04'

),

-- A firm whose PSA keeps no billing records, or that has no invoices, has nothing to compare.
sides as (

    select
        (select count(*) from invoice) > 0 as has_invoices,
        (select count(*) from billing_document) > 0 as has_documents

),

credited_lines as (

    select distinct credited_invoice_line_id as invoice_line_id

    from invoice_line
    where
        not is_deleted
        and credited_invoice_line_id is not null

),

credited_postings as (

    select distinct
        invoice_line.posting_id,
        invoice_line.invoice_id

    from invoice_line
    inner join credited_lines on invoice_line.invoice_line_id = credited_lines.invoice_line_id
    where
        not invoice_line.is_deleted
        and invoice_line.posting_id is not null

),

-- An invoice that bills anew what another one billed and a credit note gave back; the PSA keeps the first record of it.
rebills as (

    select distinct invoice_line.invoice_id

    from invoice_line
    inner join invoice on invoice_line.invoice_id = invoice.invoice_id
    inner join credited_postings
        on
            invoice_line.posting_id = credited_postings.posting_id
            and invoice_line.invoice_id <> credited_postings.invoice_id
    left join credited_lines on invoice_line.invoice_line_id = credited_lines.invoice_line_id
    where
        not invoice_line.is_deleted
        and invoice_line.amount > 0
        and credited_lines.invoice_line_id is null

),

delivered as (

    select distinct invoice_id

    from invoice_line
    where
        not is_deleted
        and coalesce(project_id, effort_project_id) is not null

),

live as (

    select
        invoice.*,
        rule.window_business_days,
        rule.tolerance_amount,
        coalesce(invoice.untaxed_amount, 0) as value_amount,
        rebills.invoice_id is not null as is_rebill,
        delivered.invoice_id is not null as is_of_project

    from invoice
    inner join rule on coalesce(invoice.legal_entity_id, '*') = rule.legal_entity_id
    left join rebills on invoice.invoice_id = rebills.invoice_id
    left join delivered on invoice.invoice_id = delivered.invoice_id
    where not invoice.is_deleted

),

invoice_due as (

    {{ business_day_window('live', 'invoice_id', 'legal_entity_id', 'invoiced_on', 'waiting.window_business_days') }}

),

documents as (

    select
        billing_document.*,
        rule.window_business_days

    from billing_document
    inner join rule on coalesce(billing_document.legal_entity_id, '*') = rule.legal_entity_id

),

document_due as (

    {{ business_day_window('documents', 'event_id', 'legal_entity_id', 'billed_on', 'waiting.window_business_days') }}

),

left_measured as (

    select
        live.*,
        coalesce(business_calendar.period, {{ period_of('live.invoiced_on') }}) as invoiced_period,
        invoice_due.due_on as record_due_on,
        link.match_pass,
        link.right_id is not null as is_linked,
        coalesce(billing_document.currency <> live.currency, false) as is_foreign,
        coalesce(
            {{ tieout.code_key('billing_document.invoice_number') }}
            <> {{ tieout.code_key('live.invoice_number') }},
            false
        ) as is_numbered_otherwise,
        coalesce(billing_document.status = 'invoiced' and billing_document.invoice_number is not null, false)
            as is_told,
        case when billing_document.currency = live.currency then billing_document.amount else 0 end as allocated_amount,
        coalesce(invoice_due.due_on >= {{ valued_on() }}, false) as is_waiting,
        sides.has_documents

    from live
    cross join sides
    left join invoice_due on live.invoice_id = invoice_due.waiting_id
    left join link on live.invoice_id = link.left_id
    left join billing_document on link.right_id = billing_document.event_id
    left join business_calendar
        on
            live.legal_entity_id = business_calendar.legal_entity_id
            and live.invoiced_on = business_calendar.calendar_on

),

left_judged as (

    select
        *,
        case
            when is_linked and is_foreign then 'currency_differs'
            when is_linked and abs(value_amount - allocated_amount) > tolerance_amount then 'amount_differs'
            when is_linked and is_numbered_otherwise then 'number_differs'
            when is_linked and not is_told and is_waiting then 'inside_window'
            when is_linked and not is_told then 'status_differs'
            when is_linked and value_amount <> allocated_amount then 'rounding'
            when is_linked then match_pass
            when not has_documents then 'no_such_system'
            when status in ('draft', 'void') then status
            when kind = 'credit_note' then 'credit_note'
            when is_rebill then 'rebill'
            when not is_of_project then 'no_project'
            when is_waiting then 'inside_window'
            else 'missing_in_psa'
        end as reason

    from left_measured

),

left_side as (

    select
        invoice_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        invoiced_period as period,
        currency,
        invoiced_on as event_on,
        record_due_on as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        value_amount,
        coalesce(allocated_amount, 0) as allocated_amount,
        case
            when reason = 'inside_window' then 'pending'
            when reason = 'rounding' then 'tolerated'
            when reason in ('native_reference', 'integration_reference', 'composite_key') then 'matched'
            when
                reason in ('no_such_system', 'draft', 'void', 'credit_note', 'rebill', 'no_project')
                then 'excluded'
            else 'break'
        end as outcome,
        reason,
        _raw_row_id

    from left_judged

),

right_judged as (

    select
        documents.*,
        coalesce(business_calendar.period, {{ period_of('documents.billed_on') }}) as billed_period,
        document_due.due_on,
        left_side.outcome as left_outcome,
        left_side.record_id is not null as is_linked,
        case
            when left_side.record_id is not null then left_side.reason
            when not sides.has_invoices then 'no_such_system'
            when documents.status = 'draft' then 'not_released'
            when document_due.due_on >= {{ valued_on() }} then 'inside_window'
            else 'missing_in_erp'
        end as reason

    from documents
    cross join sides
    left join document_due on documents.event_id = document_due.waiting_id
    left join link on documents.event_id = link.right_id
    left join left_side on link.left_id = left_side.record_id
    left join business_calendar
        on
            documents.legal_entity_id = business_calendar.legal_entity_id
            and documents.billed_on = business_calendar.calendar_on

),

right_side as (

    select
        event_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        billed_period as period,
        currency,
        billed_on as event_on,
        due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        amount as value_amount,
        case when is_linked then amount else 0 end as allocated_amount,
        case
            when is_linked then left_outcome
            when reason in ('no_such_system', 'not_released') then 'excluded'
            when reason = 'inside_window' then 'pending'
            else 'break'
        end as outcome,
        reason,
        _raw_row_id

    from right_judged

),

final as (

    {{ stream_record('invoice_billing_event', 'left', 'left_side') }}
    union all
    {{ stream_record('invoice_billing_event', 'right', 'right_side') }}

)

select * from final
