with

left_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        currency,
        0 as value_seconds,
        coalesce(price, 0) as value_amount

    from {{ ref('contract_line') }}
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

    from {{ ref('project') }}
    where not is_deleted

    union all

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

    {{ stream_conservation('contract_terms', right_links_carry_money=false) }}

)

select * from final
