with

invoice_line_total as (

    select
        invoice_id,
        sum(amount) as amount

    from {{ ref('invoice_line') }}
    where not is_deleted
    group by invoice_id

),

left_population as (

    select
        invoice.source_instance,
        invoice.legal_entity_id,
        coalesce(calendar.period, {{ period_of('invoice.invoiced_on') }}) as period,
        invoice.currency,
        0 as value_seconds,
        coalesce(invoice.total_amount, invoice_line_total.amount, 0) as value_amount

    from {{ ref('invoice') }} as invoice
    left join invoice_line_total on invoice.invoice_id = invoice_line_total.invoice_id
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice.legal_entity_id = calendar.legal_entity_id
            and invoice.invoiced_on = calendar.calendar_on
    where not invoice.is_deleted

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        0 as value_seconds,
        sum(amount) as value_amount

    from {{ ref('ledger_line') }}
    where
        not is_deleted
        and account_class = 'receivable'
        and status = 'posted'
        and posted_on <= {{ valued_on() }}
    group by source_instance, legal_entity_id, period, currency, ledger_entry_id

),

final as (

    {{ stream_conservation('invoice_ledger') }}

)

select * from final
