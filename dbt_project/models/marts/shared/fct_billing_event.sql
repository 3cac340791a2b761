with

billing_event as (

    select * from {{ ref('billing_event') }}

),

final as (

    select
        billing_event_id,
        event_id,
        project_id,
        client_id,
        legal_entity_id,
        category,
        target_id,
        billed_on,
        status,
        invoice_number,
        duration_seconds,
        amount,
        currency,
        source_instance,
        _raw_row_id

    from billing_event
    where not is_deleted

)

select * from final
