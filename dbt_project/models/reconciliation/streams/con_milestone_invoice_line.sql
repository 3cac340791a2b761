{%- set billed_on = 'case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
    ~ 'else invoice.invoiced_on end' -%}

with

accepted as (

    select
        *,
        cast(accepted_at as date) as accepted_on

    from {{ ref('milestone') }}
    where
        not is_deleted
        and status = 'accepted'
        and coalesce(cast(accepted_at as date), {{ valued_on() }}) <= {{ valued_on() }}

),

left_population as (

    {{ stream_population('accepted', 'accepted_on', value_amount='coalesce(amount, 0)') }}

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
