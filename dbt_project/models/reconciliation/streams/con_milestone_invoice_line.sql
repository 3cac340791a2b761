{%- set billed_on = 'case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
    ~ 'else invoice.invoiced_on end' -%}

with

left_population as (

    select
        milestone.source_instance,
        milestone.legal_entity_id,
        coalesce(calendar.period, {{ period_of('cast(milestone.accepted_at as date)') }}) as period,
        milestone.currency,
        0 as value_seconds,
        coalesce(milestone.amount, 0) as value_amount

    from {{ ref('milestone') }} as milestone
    left join {{ ref('business_calendar') }} as calendar
        on
            milestone.legal_entity_id = calendar.legal_entity_id
            and cast(milestone.accepted_at as date) = calendar.calendar_on
    where
        not milestone.is_deleted
        and milestone.status = 'accepted'
        and coalesce(cast(milestone.accepted_at as date), {{ valued_on() }}) <= {{ valued_on() }}

),

named_line as (

    select distinct allocation.invoice_line_id

    from {{ ref('invoice_allocation') }} as allocation
    inner join {{ ref('milestone') }} as milestone on allocation.target_id = milestone.milestone_id
    where
        allocation.target_kind = 'milestone'
        and not allocation.is_deleted
        and not milestone.is_deleted

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
        0 as value_seconds,
        invoice_line.amount as value_amount

    from {{ ref('invoice_line') }} as invoice_line
    inner join {{ ref('invoice') }} as invoice on invoice_line.invoice_id = invoice.invoice_id
    left join named_line on invoice_line.invoice_line_id = named_line.invoice_line_id
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice_line.legal_entity_id = calendar.legal_entity_id
            and {{ billed_on }} = calendar.calendar_on
    where
        not invoice_line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'
        and (invoice_line.line_kind = 'milestone' or named_line.invoice_line_id is not null)

),

final as (

    {{ stream_conservation('milestone_invoice_line') }}

)

select * from final
