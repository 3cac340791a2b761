with

left_population as (

    select
        invoice.source_instance,
        invoice.legal_entity_id,
        coalesce(calendar.period, {{ period_of('invoice.invoiced_on') }}) as period,
        invoice.currency,
        0 as value_seconds,
        coalesce(invoice.untaxed_amount, 0) as value_amount

    from {{ ref('invoice') }} as invoice
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice.legal_entity_id = calendar.legal_entity_id
            and invoice.invoiced_on = calendar.calendar_on
    where not invoice.is_deleted

),

event_total as (

    select
        event_id,
        source_instance,
        max(legal_entity_id) as legal_entity_id,
        min(billed_on) as billed_on,
        max(currency) as currency,
        coalesce(max(event_amount), sum(amount)) as amount

    from {{ ref('billing_event') }}
    where
        not is_deleted
        and status <> 'cancelled'
        and billed_on <= {{ valued_on() }}
    group by event_id, source_instance

),

right_population as (

    select
        event_total.source_instance,
        event_total.legal_entity_id,
        coalesce(calendar.period, {{ period_of('event_total.billed_on') }}) as period,
        event_total.currency,
        0 as value_seconds,
        event_total.amount as value_amount

    from event_total
    left join {{ ref('business_calendar') }} as calendar
        on
            event_total.legal_entity_id = calendar.legal_entity_id
            and event_total.billed_on = calendar.calendar_on

),

final as (

    {{ stream_conservation('invoice_billing_event') }}

)

select * from final
