with

rule as (

    select * from {{ ref('rule_setting') }}

),

band as (

    select * from {{ ref('severity_bands') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where
        rate_type = 'spot'
        and to_currency = {{ tieout.group_currency() }}

),

found as (

    {% for rule_model in break_rule_models() %}
    select * from {{ ref(rule_model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

aged as (

    select
        found.*,
        coalesce(found.money_at_stake_group, {{ tieout.money_mul('found.money_at_stake', 'spot_rate.rate') }})
            as group_amount,
        rule.rule_name,
        rule.owner,
        rule.base_severity,
        entity_policy.severity_floor_amount,
        cast(today.business_day_number - event_day.business_day_number as bigint) as age_business_days

    from found
    inner join rule
        on
            found.rule_code = rule.rule_code
            and coalesce(found.legal_entity_id, '*') = rule.legal_entity_id
            and rule.is_enabled
    left join entity_policy on found.legal_entity_id = entity_policy.legal_entity_id
    left join spot_rate
        on
            found.currency = spot_rate.from_currency
            and {{ valued_on() }} = spot_rate.rate_on
    left join business_calendar as event_day
        on
            found.legal_entity_id = event_day.legal_entity_id
            and cast(found.event_at as date) = event_day.calendar_on
    left join business_calendar as today
        on
            found.legal_entity_id = today.legal_entity_id
            and today.calendar_on = {{ valued_on() }}

),

base_rank as (

    select
        aged.*,
        band.severity_rank as base_rank

    from aged
    inner join band on aged.base_severity = band.severity

),

-- The most severe of base, money and age; age counts only where the money is worth it or unknown.
ranked as (

    select
        base_rank.break_id,
        min(band.severity_rank) as band_rank

    from base_rank
    inner join band
        on
            abs(base_rank.group_amount) >= band.from_amount
            or (
                base_rank.age_business_days > band.over_business_days
                and (
                    base_rank.group_amount is null
                    or abs(base_rank.group_amount) >= base_rank.severity_floor_amount
                )
            )
    group by base_rank.break_id

),

mildest as (

    select max(severity_rank) as severity_rank from band

),

-- What somebody holds back on purpose, and for now, is one level less severe.
eased as (

    select
        base_rank.break_id,
        least(
            case when ranked.band_rank < base_rank.base_rank then ranked.band_rank else base_rank.base_rank end
            + case when base_rank.blocker = 'hold' then 1 else 0 end,
            mildest.severity_rank
        ) as severity_rank

    from base_rank
    cross join mildest
    left join ranked on base_rank.break_id = ranked.break_id

),

final as (

    select
        base_rank.break_id,
        base_rank.rule_code,
        base_rank.rule_name,
        band.severity,
        base_rank.owner,
        base_rank.anchor_id,
        base_rank.left_id,
        base_rank.right_id,
        base_rank.field,
        base_rank.left_value,
        base_rank.right_value,
        base_rank.money_at_stake,
        base_rank.currency,
        base_rank.group_amount as money_at_stake_group,
        base_rank.direction,
        base_rank.money_confidence,
        base_rank.seconds_at_stake,
        base_rank.legal_entity_id,
        base_rank.region,
        base_rank.client_id,
        base_rank.project_id,
        base_rank.contract_line_id,
        base_rank.period,
        base_rank.event_at,
        base_rank.age_business_days,
        base_rank.root_break_id,
        base_rank.blocker,
        base_rank.explanation

    from base_rank
    inner join eased on base_rank.break_id = eased.break_id
    inner join band on eased.severity_rank = band.severity_rank

)

select * from final
