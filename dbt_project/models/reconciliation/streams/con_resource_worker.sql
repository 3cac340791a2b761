with

left_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('resource') }}
    where not is_deleted

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('worker') }}
    where not is_deleted

),

final as (

    {{ stream_conservation('resource_worker') }}

)

select * from final
