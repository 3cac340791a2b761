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

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

money as (

    select
        legal_entity_id,
        currency,
        clock,
        service_period,
        cast(sum(invoiced_amount + written_off_amount + censored_amount) as decimal(18, 4)) as total_amount,
        cast(sum(invoiced_amount) as decimal(18, 4)) as invoiced_amount,
        cast(sum(censored_amount) as decimal(18, 4)) as open_amount,
        max(day_number) as observed_days,
        min(survival_ratio) as last_survival_ratio,
        min(case when share_invoiced_ratio >= 0.5 then day_number end) as median_days,
        sum(case when day_number <= 30 then incidence_step_ratio else 0 end) as incidence_30_ratio,
        sum(case when day_number <= 60 then incidence_step_ratio else 0 end) as incidence_60_ratio

    from curve
    group by legal_entity_id, currency, clock, service_period

),

-- The area above the incidence curve up to the horizon: each step down shortens the days behind it.
restricted as (

    select
        curve.legal_entity_id,
        curve.currency,
        curve.clock,
        curve.service_period,
        max(entity_policy.survival_restriction_days)
        - sum(
            case
                when curve.day_number < entity_policy.survival_restriction_days
                    then curve.incidence_step_ratio * (entity_policy.survival_restriction_days - curve.day_number)
                else 0
            end
        ) as restricted_mean_days

    from curve
    inner join entity_policy on curve.legal_entity_id = entity_policy.legal_entity_id
    group by curve.legal_entity_id, curve.currency, curve.clock, curve.service_period

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
        money.*,
        counted.spell_count,
        counted.open_spell_count,
        counted.prebilled_amount,
        restricted.restricted_mean_days,
        case
            when money.open_amount > 0 then 'open spells'
            when coalesce(period.status, 'open') <> 'closed' then 'period not closed'
        end as reason

    from money
    inner join counted
        on
            money.legal_entity_id = counted.legal_entity_id
            and money.currency = counted.currency
            and money.service_period = counted.service_period
    inner join restricted
        on
            money.legal_entity_id = restricted.legal_entity_id
            and money.currency = restricted.currency
            and money.clock = restricted.clock
            and money.service_period = restricted.service_period
    left join period
        on
            money.legal_entity_id = period.legal_entity_id
            and money.service_period = period.period

),

final as (

    select
        judged.legal_entity_id,
        judged.clock,
        judged.service_period,
        judged.spell_count,
        judged.open_spell_count,
        judged.total_amount,
        judged.invoiced_amount,
        judged.open_amount,
        judged.prebilled_amount,
        {{ ratio('judged.invoiced_amount', 'judged.total_amount') }} as invoiced_ratio,
        case
            when judged.observed_days >= 30 or judged.last_survival_ratio = 0 then judged.incidence_30_ratio
        end as share_invoiced_30_ratio,
        case
            when judged.observed_days >= 60 or judged.last_survival_ratio = 0 then judged.incidence_60_ratio
        end as share_invoiced_60_ratio,
        judged.median_days,
        case
            when judged.observed_days >= entity_policy.survival_restriction_days or judged.last_survival_ratio = 0
                then judged.restricted_mean_days
        end as restricted_mean_days,
        judged.observed_days,
        judged.currency,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    inner join entity_policy on judged.legal_entity_id = entity_policy.legal_entity_id
    cross join freshness
    left join touching
        on
            judged.legal_entity_id = touching.legal_entity_id
            and judged.service_period = touching.service_period

)

select * from final
