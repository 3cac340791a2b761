with

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

invoice as (

    select * from {{ ref('invoice') }}
    where
        not is_deleted
        and status in ('posted', 'paid')

),

invoice_line as (

    select * from {{ ref('invoice_line') }}
    where not is_deleted

),

receipt as (

    select * from {{ ref('receipt') }}
    where
        not is_deleted
        and received_on <= {{ valued_on() }}

),

payment_application as (

    select * from {{ ref('payment_application') }}
    where
        not is_deleted
        and write_off_amount <> 0
        and applied_on <= {{ valued_on() }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

-- Contract positions are kept only where the ERP recognises revenue apart from billing.
recognising as (

    select distinct legal_entity_id from revenue_event

),

-- Documents of the project ledger count on the day they are of, as their entries in the general ledger do.
issued as (

    select
        invoice.*,
        coalesce(business_calendar.period, {{ period_of('coalesce(invoice.posted_on, invoice.invoiced_on)') }})
            as period

    from invoice
    left join business_calendar
        on
            invoice.legal_entity_id = business_calendar.legal_entity_id
            and coalesce(invoice.posted_on, invoice.invoiced_on) = business_calendar.calendar_on
    where coalesce(invoice.posted_on, invoice.invoiced_on) <= {{ valued_on() }}

),

documents as (

    select
        'receivable' as account_group,
        'invoice' as document_kind,
        invoice_id as document_id,
        {{ null_of('string') }} as erp_project_id,
        _raw_row_id,
        legal_entity_id,
        period,
        currency,
        voucher,
        total_amount as amount

    from issued

    union all

    select
        'receivable' as account_group,
        'receipt' as document_kind,
        receipt_id as document_id,
        {{ null_of('string') }} as erp_project_id,
        _raw_row_id,
        legal_entity_id,
        period,
        currency,
        voucher,
        cast(-amount as decimal(18, 4)) as amount

    from receipt

    union all

    select
        'receivable' as account_group,
        'write_off' as document_kind,
        payment_application.payment_application_id as document_id,
        {{ null_of('string') }} as erp_project_id,
        payment_application._raw_row_id,
        issued.legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('payment_application.applied_on') }}) as period,
        issued.currency,
        payment_application.voucher,
        cast(-payment_application.write_off_amount as decimal(18, 4)) as amount

    from payment_application
    inner join issued on payment_application.invoice_id = issued.invoice_id
    left join business_calendar
        on
            issued.legal_entity_id = business_calendar.legal_entity_id
            and payment_application.applied_on = business_calendar.calendar_on

    union all

    select
        'position' as account_group,
        'revenue_event' as document_kind,
        revenue_event_id as document_id,
        erp_project_id,
        _raw_row_id,
        legal_entity_id,
        period,
        currency,
        voucher,
        amount

    from revenue_event

    union all

    select
        'position' as account_group,
        'invoice' as document_kind,
        issued.invoice_id as document_id,
        coalesce(invoice_line.erp_project_id, issued.erp_project_id) as erp_project_id,
        issued._raw_row_id,
        issued.legal_entity_id,
        issued.period,
        issued.currency,
        issued.voucher,
        cast(-sum(invoice_line.amount) as decimal(18, 4)) as amount

    from issued
    inner join invoice_line on issued.invoice_id = invoice_line.invoice_id
    inner join recognising on issued.legal_entity_id = recognising.legal_entity_id
    group by
        issued.invoice_id, coalesce(invoice_line.erp_project_id, issued.erp_project_id), issued._raw_row_id,
        issued.legal_entity_id, issued.period, issued.currency, issued.voucher

),

final as (

    select
        concat_ws('|', account_group, document_kind, document_id, erp_project_id) as subledger_document_id,
        account_group,
        document_kind,
        document_id,
        erp_project_id,
        _raw_row_id,
        legal_entity_id,
        period,
        currency,
        voucher,
        amount

    from documents

)

select * from final
