with

spell as (

    select * from {{ ref('fct_time_to_event') }}

),

-- What ended before it began is told apart, not clipped to nought.
waited as (

    select * from spell
    where not is_before_start

),

cohorts as (

    select
        measure,
        legal_entity_id,
        weight_unit,
        cohort_period,
        day_number,
        event,
        weight

    from waited
    union all
    select
        measure,
        legal_entity_id,
        weight_unit,
        'all' as cohort_period,
        day_number,
        event,
        weight

    from waited

),

final as (

    {{ survival_curve('cohorts', ['measure', 'legal_entity_id', 'weight_unit', 'cohort_period']) }}

)

select * from final
