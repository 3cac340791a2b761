with

record as (

    select * from {{ ref('rec_invoice_ledger_record') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

payment_application as (

    select * from {{ ref('payment_application') }}

),

credit_application as (

    select * from {{ ref('credit_application') }}

),

ledger_document as (

    select * from {{ ref('acc_receivable_document') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

psa_record as (

    select * from {{ ref('rec_invoice_billing_event_record') }}

),

psa_link as (

    select * from {{ ref('rec_invoice_billing_event_link') }}

),

billing_document as (

    select * from {{ ref('acc_billing_document') }}

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

projects as (

    select
        invoice_id,
        case when count(distinct project_id) = 1 then max(project_id) end as project_id

    from line_project
    group by invoice_id

),

-- A discount taken or tax withheld settles as money does; so does a credit note, as far as it is applied, and is itself
-- settled by it.
settlements as (

    select
        invoice_id,
        applied_amount + coalesce(discount_amount, 0) + coalesce(withholding_amount, 0)
        + coalesce(write_off_amount, 0) as applied_amount

    from payment_application
    where
        not is_deleted
        and applied_on <= {{ valued_on() }}

    union all

    select
        invoice_id,
        amount as applied_amount

    from credit_application
    where
        not is_deleted
        and applied_on <= {{ valued_on() }}

    union all

    select
        credit_invoice_id as invoice_id,
        -amount as applied_amount

    from credit_application
    where
        not is_deleted
        and applied_on <= {{ valued_on() }}

),

payments as (

    select
        invoice_id,
        cast(sum(applied_amount) as decimal(18, 4)) as applied_amount

    from settlements
    group by invoice_id

),

-- A paid invoice is applied in full; a posted one is not, or it would be paid.
invoices as (

    select
        invoice.invoice_id,
        invoice.invoice_number,
        invoice.status,
        invoice.legal_entity_id,
        invoice.client_id,
        projects.project_id,
        invoice.currency,
        invoice.invoiced_on,
        record.period,
        record.due_on,
        record.outcome,
        record.reason,
        record.value_amount,
        record.allocated_amount,
        record.residual_amount,
        rule.tolerance_amount,
        line_totals.line_amount,
        coalesce(payments.applied_amount, 0) as applied_amount,
        cast(invoice.untaxed_amount - coalesce(line_totals.line_amount, 0) as decimal(18, 4)) as line_difference,
        case
            when invoice.status = 'paid'
                then cast(invoice.total_amount - coalesce(payments.applied_amount, 0) as decimal(18, 4))
            when
                invoice.status = 'posted'
                and invoice.total_amount > 0
                and payments.applied_amount >= invoice.total_amount
                then payments.applied_amount
            else cast(0 as decimal(18, 4))
        end as payment_difference

    from invoice
    inner join record
        on
            invoice.invoice_id = record.record_id
            and record.side = 'left'
    inner join rule on coalesce(invoice.legal_entity_id, '*') = rule.legal_entity_id
    left join line_totals on invoice.invoice_id = line_totals.invoice_id
    left join payments on invoice.invoice_id = payments.invoice_id
    left join projects on invoice.invoice_id = projects.invoice_id
    where not invoice.is_deleted

),

judged as (

    select
        *,
        case
            when outcome = 'break' and reason = 'missing_in_ledger' then 'ledger_document'
            when outcome = 'break' then 'ledger_amount'
            when status in ('posted', 'paid', 'validated') and abs(line_difference) > tolerance_amount then 'line_total'
            when abs(payment_difference) > tolerance_amount then 'paid_amount'
        end as field

    from invoices

),

found_invoices as (

    select
        invoice_id as anchor_id,
        '' as compared_with,
        invoice_id as left_id,
        {{ null_of('string') }} as right_id,
        field,
        cast(value_amount as string) as left_value,
        case field
            when 'ledger_amount' then cast(allocated_amount as string)
            when 'line_total' then cast(line_amount as string)
            when 'paid_amount' then cast(applied_amount as string)
        end as right_value,
        case field
            when 'ledger_document' then abs(value_amount)
            when 'ledger_amount' then abs(residual_amount)
            when 'line_total' then abs(line_difference)
            when 'paid_amount' then abs(payment_difference)
        end as money_at_stake,
        currency,
        case
            when field = 'ledger_amount' and residual_amount < 0 then 'over'
            when field = 'line_total' and line_difference > 0 then 'over'
            when field = 'paid_amount' and status = 'paid' then 'over'
            else 'under'
        end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        coalesce(due_on, invoiced_on) as event_on,
        {{ null_of('string') }} as blocker,
        case field
            when 'ledger_document'
                then concat('Invoice is ', status, ' since ', cast(invoiced_on as string), ' and not in the ledger.')
            when 'ledger_amount' then 'Invoice total and receivable posting differ.'
            when 'line_total' then 'Invoice header is not the sum of its lines.'
            when 'paid_amount' then concat('Invoice is ', status, '; the payments applied say otherwise.')
        end as explanation

    from judged
    where field is not null

),

-- Postings that name an invoice nobody has: one break per document named, anchored on it.
orphans as (

    select
        concat_ws(':', ledger_document.source_instance, ledger_document.source_document) as anchor_id,
        min(ledger_document.ledger_entry_id) as ledger_entry_id,
        cast(sum(ledger_document.amount) as decimal(18, 4)) as amount,
        ledger_document.currency,
        ledger_document.legal_entity_id,
        max(ledger_document.client_id) as client_id,
        min(ledger_document.period) as period,
        min(ledger_document.posted_on) as posted_on,
        max(ledger_document.source_document) as source_document

    from record
    inner join ledger_document on record.record_id = ledger_document.ledger_entry_id
    where
        record.side = 'right'
        and record.outcome = 'break'
        and record.reason = 'missing_invoice'
    group by
        concat_ws(':', ledger_document.source_instance, ledger_document.source_document),
        ledger_document.currency,
        ledger_document.legal_entity_id

),

found_postings as (

    select
        anchor_id,
        '' as compared_with,
        {{ null_of('string') }} as left_id,
        ledger_entry_id as right_id,
        'invoice' as field,
        {{ null_of('string') }} as left_value,
        cast(amount as string) as right_value,
        abs(amount) as money_at_stake,
        currency,
        case when amount > 0 then 'over' else 'under' end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        posted_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Posting names ', coalesce(source_document, 'no document'), ', which is not among the invoices.'
        ) as explanation

    from orphans

),

told as (

    select
        psa_record.*,
        billing_document.event_id,
        billing_document.amount as event_amount,
        billing_document.currency as event_currency,
        billing_document.status as event_status,
        billing_document.invoice_number as event_number,
        invoice.invoice_number,
        invoice.status as invoice_status,
        invoice.project_id as invoice_project_id

    from psa_record
    inner join invoice on psa_record.record_id = invoice.invoice_id
    left join psa_link on psa_record.record_id = psa_link.left_id
    left join billing_document on psa_link.right_id = billing_document.event_id
    where
        psa_record.side = 'left'
        and psa_record.outcome = 'break'

),

-- The PSA's record of the invoice says otherwise than the invoice, or is missing.
found_billing_records as (

    select
        record_id as anchor_id,
        'billing_event' as compared_with,
        record_id as left_id,
        event_id as right_id,
        case reason
            when 'missing_in_psa' then 'billing_record'
            when 'currency_differs' then 'billing_currency'
            when 'amount_differs' then 'billing_amount'
            when 'number_differs' then 'billing_number'
            else 'billing_status'
        end as field,
        case reason
            when 'currency_differs' then currency
            when 'number_differs' then invoice_number
            when 'status_differs' then invoice_status
            else cast(value_amount as string)
        end as left_value,
        case reason
            when 'currency_differs' then event_currency
            when 'number_differs' then event_number
            when 'status_differs' then event_status
            when 'amount_differs' then cast(event_amount as string)
        end as right_value,
        case
            when reason = 'amount_differs' then abs(residual_amount)
            when reason <> 'currency_differs' then abs(value_amount)
        end as money_at_stake,
        currency,
        case
            when reason = 'amount_differs' and residual_amount < 0 then 'over'
            when reason <> 'currency_differs' then 'under'
        end as direction,
        case when reason = 'currency_differs' then 'unknown' else 'measured' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        invoice_project_id as project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        coalesce(due_on, event_on) as event_on,
        {{ null_of('string') }} as blocker,
        case reason
            when 'missing_in_psa'
                then concat(
                    'Invoice ', invoice_number, ' of ', cast(event_on as string), ' has no billing record in the PSA.'
                )
            when 'currency_differs'
                then concat(
                    'Invoice ', invoice_number, ' is in ', currency, ', its billing record in ', event_currency, '.'
                )
            when 'amount_differs'
                then concat(
                    'Invoice ', invoice_number, ' is for ', cast(value_amount as string),
                    ' before tax, its billing record for ', cast(event_amount as string), '.'
                )
            when 'number_differs'
                then concat('Invoice ', invoice_number, ' is ', event_number, ' in the PSA.')
            else concat(
                'Invoice ', invoice_number, ' of ', cast(event_on as string),
                ' is issued; the PSA has its billing record as ', event_status, '.'
            )
        end as explanation

    from told

),

found_billing_events as (

    select
        record_id as anchor_id,
        'invoice' as compared_with,
        {{ null_of('string') }} as left_id,
        record_id as right_id,
        'invoice' as field,
        {{ null_of('string') }} as left_value,
        cast(value_amount as string) as right_value,
        abs(value_amount) as money_at_stake,
        currency,
        'over' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        coalesce(due_on, event_on) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The PSA billed ', cast(value_amount as string), ' on ', cast(event_on as string),
            '; no live invoice holds it.'
        ) as explanation

    from psa_record
    where
        side = 'right'
        and outcome = 'break'
        and reason = 'missing_in_erp'

),

found as (

    select * from found_invoices
    union all
    select * from found_postings
    union all
    select * from found_billing_records
    union all
    select * from found_billing_events

),

final as (

    {{ break_rows('BL-04', 'found', 'compared_with') }}

)

select * from final
