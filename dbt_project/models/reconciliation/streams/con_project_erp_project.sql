with

left_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('project') }}
    where not is_deleted

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('erp_project') }}
    where not is_deleted

),

final as (

    {{ stream_conservation('project_erp_project') }}

)

select * from final
