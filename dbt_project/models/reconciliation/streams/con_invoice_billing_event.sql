with

invoice as (

    select * from {{ ref('invoice') }}
    where not is_deleted

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

left_population as (

    {{ stream_population('invoice', 'invoiced_on', value_amount='coalesce(untaxed_amount, 0)') }}

),

right_population as (

    {{ stream_population('event_total', 'billed_on', value_amount='amount') }}

),

final as (

    {{ stream_conservation('invoice_billing_event') }}

)

select * from final
