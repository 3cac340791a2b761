with

billing_event as (

    select * from {{ ref('billing_event') }}

),

final as (

    select
        event_id,
        source_instance,
        min(_raw_row_id) as _raw_row_id,
        max(legal_entity_id) as legal_entity_id,
        max(client_id) as client_id,
        case when count(distinct project_id) = 1 then max(project_id) end as project_id,
        min(billed_on) as billed_on,
        max(status) as status,
        max(invoice_number) as invoice_number,
        cast(coalesce(max(event_amount), sum(amount)) as decimal(18, 4)) as amount,
        max(currency) as currency

    from billing_event
    where
        not is_deleted
        and status <> 'cancelled'
        and billed_on <= {{ valued_on() }}
    group by event_id, source_instance

)

select * from final
