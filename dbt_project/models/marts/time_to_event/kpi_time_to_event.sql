{%- set keys = ['measure', 'legal_entity_id', 'weight_unit', 'cohort_period'] -%}
with

curve as (

    select * from {{ ref('fct_time_to_event_curve') }}

),

spell as (

    select * from {{ ref('fct_time_to_event') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- What belongs to no legal entity is looked at over the longest horizon that one has.
horizon as (

    select
        legal_entity_id,
        survival_restriction_days

    from entity_policy
    union all
    select
        'none' as legal_entity_id,
        max(survival_restriction_days) as survival_restriction_days

    from entity_policy

),

restricted_curve as (

    select
        curve.*,
        horizon.survival_restriction_days

    from curve
    inner join horizon on curve.legal_entity_id = horizon.legal_entity_id

),

summary as (

    {{ survival_summary('restricted_curve', keys, 'survival_restriction_days') }}

),

spell_cohorts as (

    select
        measure,
        legal_entity_id,
        weight_unit,
        cohort_period,
        record_id,
        event,
        is_before_start,
        is_automatic,
        weight

    from spell
    union all
    select
        measure,
        legal_entity_id,
        weight_unit,
        'all' as cohort_period,
        record_id,
        event,
        is_before_start,
        is_automatic,
        weight

    from spell

),

counted as (

    select
        measure,
        legal_entity_id,
        weight_unit,
        cohort_period,
        count(*) as spell_count,
        sum(case when event = 'open' then 1 else 0 end) as open_spell_count,
        sum(case when is_before_start then weight else 0 end) as before_start_weight,
        sum(weight) as all_weight,
        sum(case when is_automatic then weight when not is_automatic then 0 end) as automatic_weight

    from spell_cohorts
    group by measure, legal_entity_id, weight_unit, cohort_period

),

broken_spell as (

    select
        spell_cohorts.measure,
        spell_cohorts.legal_entity_id,
        spell_cohorts.weight_unit,
        spell_cohorts.cohort_period,
        {{ break_exposure('open_break') }}

    from spell_cohorts
    inner join open_break on spell_cohorts.record_id = open_break.anchor_id
    group by
        spell_cohorts.measure, spell_cohorts.legal_entity_id, spell_cohorts.weight_unit, spell_cohorts.cohort_period

),

judged as (

    select
        counted.measure,
        counted.legal_entity_id,
        counted.weight_unit,
        counted.cohort_period,
        cast(counted.spell_count as bigint) as spell_count,
        cast(counted.open_spell_count as bigint) as open_spell_count,
        coalesce(summary.total, 0) as total_weight,
        coalesce(summary.ended, 0) as ended_weight,
        coalesce(summary.competing, 0) as competing_weight,
        coalesce(summary.open, 0) as open_weight,
        cast(counted.all_weight as decimal(18, 4)) as all_weight,
        cast(counted.automatic_weight as decimal(18, 4)) as automatic_weight,
        cast(counted.before_start_weight as decimal(18, 4)) as before_start_weight,
        summary.share_30_ratio,
        summary.share_60_ratio,
        cast(summary.median_days as bigint) as median_days,
        summary.restricted_mean_days,
        cast(summary.observed_days as bigint) as observed_days,
        case when counted.open_spell_count > 0 then 'open spells' end as reason

    from counted
    left join summary
        on
            counted.measure = summary.measure
            and counted.legal_entity_id = summary.legal_entity_id
            and counted.weight_unit = summary.weight_unit
            and counted.cohort_period = summary.cohort_period

),

final as (

    select
        judged.measure,
        judged.legal_entity_id,
        judged.cohort_period,
        judged.weight_unit,
        judged.spell_count,
        judged.open_spell_count,
        judged.total_weight,
        judged.ended_weight,
        judged.competing_weight,
        judged.open_weight,
        judged.before_start_weight,
        judged.all_weight,
        judged.automatic_weight,
        {{ ratio('judged.ended_weight', 'judged.total_weight') }} as ended_ratio,
        {{ ratio('judged.automatic_weight', 'judged.all_weight') }} as automatic_ratio,
        judged.share_30_ratio,
        judged.share_60_ratio,
        judged.median_days,
        judged.restricted_mean_days,
        judged.observed_days,
        {{ honest_columns('broken_spell', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join broken_spell
        on
            judged.measure = broken_spell.measure
            and judged.legal_entity_id = broken_spell.legal_entity_id
            and judged.weight_unit = broken_spell.weight_unit
            and judged.cohort_period = broken_spell.cohort_period

)

select * from final
