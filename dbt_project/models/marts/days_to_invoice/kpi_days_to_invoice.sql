with

curve as (

    select * from {{ ref('fct_days_to_invoice_curve') }}

),

spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

effect as (

    {{ break_effects('kpi_days_to_invoice', ['legal_entity_id', 'currency', 'period'], every='all') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

restricted_curve as (

    select
        curve.legal_entity_id,
        curve.currency,
        curve.clock,
        curve.service_period,
        curve.day_number,
        curve.invoiced_amount as ended,
        curve.written_off_amount as competing,
        curve.censored_amount as censored,
        curve.survival_ratio,
        curve.incidence_step_ratio,
        curve.share_invoiced_ratio as share_ended_ratio,
        entity_policy.survival_restriction_days

    from curve
    inner join entity_policy on curve.legal_entity_id = entity_policy.legal_entity_id

),

summary as (

    {{ survival_summary(
        'restricted_curve', ['legal_entity_id', 'currency', 'clock', 'service_period'], 'survival_restriction_days') }}

),

spell_cohorts as (

    select
        legal_entity_id,
        currency,
        service_period,
        event,
        is_prebilled,
        weight_amount

    from spell
    union all
    select
        legal_entity_id,
        currency,
        'all' as service_period,
        event,
        is_prebilled,
        weight_amount

    from spell

),

counted as (

    select
        legal_entity_id,
        currency,
        service_period,
        cast(count(*) as bigint) as spell_count,
        cast(sum(case when event = 'open' then 1 else 0 end) as bigint) as open_spell_count,
        cast(sum(case when is_prebilled then weight_amount else 0 end) as decimal(18, 4)) as prebilled_amount

    from spell_cohorts
    group by legal_entity_id, currency, service_period

),

touching as (

    select
        open_break.legal_entity_id,
        open_break.period as service_period,
        {{ break_exposure('open_break') }}

    from open_break
    where open_break.rule_code = 'BL-01'
    group by open_break.legal_entity_id, open_break.period
    union all
    select
        open_break.legal_entity_id,
        'all' as service_period,
        {{ break_exposure('open_break') }}

    from open_break
    where open_break.rule_code = 'BL-01'
    group by open_break.legal_entity_id

),

judged as (

    select
        summary.*,
        counted.spell_count,
        counted.open_spell_count,
        counted.prebilled_amount,
        case
            when summary.open > 0 then 'open spells'
            when coalesce(period.status, 'open') <> 'closed' then 'period not closed'
        end as reason

    from summary
    inner join counted
        on
            summary.legal_entity_id = counted.legal_entity_id
            and summary.currency = counted.currency
            and summary.service_period = counted.service_period
    left join period
        on
            summary.legal_entity_id = period.legal_entity_id
            and summary.service_period = period.period

),

final as (

    select
        judged.legal_entity_id,
        judged.clock,
        judged.service_period,
        judged.spell_count,
        judged.open_spell_count,
        judged.total as total_amount,
        judged.ended as invoiced_amount,
        judged.competing as written_off_amount,
        judged.open as open_amount,
        judged.prebilled_amount,
        {{ ratio('judged.ended', 'judged.total') }} as invoiced_ratio,
        judged.share_30_ratio as share_invoiced_30_ratio,
        judged.share_60_ratio as share_invoiced_60_ratio,
        judged.median_days,
        judged.restricted_mean_days,
        judged.observed_days,
        judged.currency,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }},
        {{ value_if_resolved('effect', 'judged.ended', 'judged.total') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.legal_entity_id = touching.legal_entity_id
            and judged.service_period = touching.service_period
    left join effect
        on
            judged.legal_entity_id = effect.legal_entity_id
            and judged.currency = effect.currency
            and judged.service_period = effect.period

)

select * from final
