with

approved_time as (

    {{ approved_time() }}

),

left_population as (

    {{ stream_population('approved_time', 'worked_on', 'duration_seconds', 'bill_amount') }}

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        duration_seconds as value_seconds,
        coalesce(revenue_amount, 0) as value_amount

    from {{ ref('labour_posting') }}
    where {{ tieout.is_posted_for('worked_on') }}

),

final as (

    {{ stream_conservation('time_labour_posting') }}

)

select * from final
