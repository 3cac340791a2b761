{%- set billed_on = 'case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
    ~ 'else invoice.invoiced_on end' -%}
with

approved_time as (

    {{ approved_time() }}

),

left_population as (

    {{ stream_population('approved_time', 'worked_on', 'duration_seconds', 'bill_amount') }}

),

right_population as (

    select
        invoice_line.source_instance,
        invoice_line.legal_entity_id,
        case
            when invoice.status in ('posted', 'paid')
                then coalesce(calendar.period, {{ period_of(billed_on) }})
        end as period,
        invoice_line.currency,
        coalesce(invoice_line.duration_seconds, 0) as value_seconds,
        invoice_line.amount as value_amount

    from {{ ref('invoice_line') }} as invoice_line
    inner join {{ ref('invoice') }} as invoice on invoice_line.invoice_id = invoice.invoice_id
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice_line.legal_entity_id = calendar.legal_entity_id
            and {{ billed_on }} = calendar.calendar_on
    where
        not invoice_line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'

),

final as (

    {{ stream_conservation('billable_time_invoice_line') }}

)

select * from final
