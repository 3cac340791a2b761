with

approved_time as (

    {{ approved_time() }}

),

costed_time as (

    {{ costed_time('approved_time') }}

),

left_population as (

    {{ stream_population('costed_time', 'worked_on', 'duration_seconds', 'cost_amount') }}

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        cost_currency as currency,
        duration_seconds as value_seconds,
        coalesce(cost_amount, 0) as value_amount

    from {{ ref('labour_posting') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

final as (

    {{ stream_conservation('labour_cost') }}

)

select * from final
