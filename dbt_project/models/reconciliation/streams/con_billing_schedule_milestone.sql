with

left_population as (

    select
        source_instance,
        legal_entity_id,
        {{ period_of('due_on') }} as period,
        currency,
        0 as value_seconds,
        coalesce(amount, 0) as value_amount

    from {{ ref('billing_schedule_line') }}
    where not is_deleted

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        {{ period_of('due_on') }} as period,
        currency,
        0 as value_seconds,
        coalesce(amount, 0) as value_amount

    from {{ ref('milestone') }}
    where not is_deleted

),

final as (

    {{ stream_conservation('billing_schedule_milestone') }}

)

select * from final
