{%- set billed_on = 'case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
    ~ 'else invoice.invoiced_on end' -%}
with

left_population as (

    select
        entry.source_instance,
        coalesce(project.legal_entity_id, entry.legal_entity_id) as legal_entity_id,
        coalesce(calendar.period, {{ period_of('entry.worked_on') }}) as period,
        entry.currency,
        entry.duration_seconds as value_seconds,
        case
            when entry.is_billable
                then coalesce({{ hours_times_rate('entry.duration_seconds', 'entry.bill_hourly_amount') }}, 0)
            else 0
        end as value_amount

    from {{ ref('time_entry') }} as entry
    left join {{ ref('project') }} as project on entry.project_id = project.project_id
    left join {{ ref('business_calendar') }} as calendar
        on
            coalesce(project.legal_entity_id, entry.legal_entity_id) = calendar.legal_entity_id
            and entry.worked_on = calendar.calendar_on
    where
        not entry.is_deleted
        and entry.status = 'approved'
        and entry.worked_on <= {{ valued_on() }}

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
