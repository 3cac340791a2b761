with

invoice_line_total as (

    select
        invoice_id,
        sum(amount) as amount

    from {{ ref('invoice_line') }}
    where not is_deleted
    group by invoice_id

),

invoice as (

    select
        invoice.*,
        coalesce(invoice.total_amount, invoice_line_total.amount, 0) as amount

    from {{ ref('invoice') }} as invoice
    left join invoice_line_total on invoice.invoice_id = invoice_line_total.invoice_id
    where not invoice.is_deleted

),

left_population as (

    {{ stream_population('invoice', 'invoiced_on', value_amount='amount') }}

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
