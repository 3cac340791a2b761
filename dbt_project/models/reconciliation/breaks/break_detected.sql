with

found as (

    select * from {{ ref('break_found') }}

),

cause as (

    select * from {{ ref('break_cause') }}

),

band as (

    select * from {{ ref('severity_bands') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

fiscal_period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

today as (

    select
        legal_entity_id,
        business_day_number

    from business_calendar
    where calendar_on = {{ valued_on() }}

),

-- Books are cut off some business days after the period ends, and are closed for good when the ERP says so.
closing as (

    select
        fiscal_period.legal_entity_id,
        fiscal_period.period,
        coalesce(cast(fiscal_period.hard_closed_at as date) <= {{ valued_on() }}, false) as is_hard_closed,
        today.business_day_number
        >= period_end.business_day_number
        + entity_policy.cut_off_business_days
        - entity_policy.cut_off_notice_business_days as is_near_cut_off

    from fiscal_period
    inner join entity_policy on fiscal_period.legal_entity_id = entity_policy.legal_entity_id
    inner join today on fiscal_period.legal_entity_id = today.legal_entity_id
    inner join business_calendar as period_end
        on
            fiscal_period.legal_entity_id = period_end.legal_entity_id
            and fiscal_period.ends_on = period_end.calendar_on

),

aged as (

    select
        found.*,
        base.severity_rank as base_rank,
        cast(today.business_day_number - event_day.business_day_number as bigint) as age_business_days,
        {{ days_between('cast(found.event_at as date)', valued_on()) }} as age_days,
        coalesce(closing.is_hard_closed, false) as is_hard_closed,
        coalesce(closing.is_near_cut_off, false) as is_near_cut_off,
        found.money_at_stake_group is null
        or abs(found.money_at_stake_group) >= entity_policy.severity_floor_amount as is_over_floor

    from found
    inner join band as base on found.base_severity = base.severity
    left join entity_policy on found.legal_entity_id = entity_policy.legal_entity_id
    left join closing
        on
            found.legal_entity_id = closing.legal_entity_id
            and found.period = closing.period
    left join today on found.legal_entity_id = today.legal_entity_id
    left join business_calendar as event_day
        on
            found.legal_entity_id = event_day.legal_entity_id
            and cast(found.event_at as date) = event_day.calendar_on

),

-- The most severe of base, money and age; age counts only where the money is worth it or unknown.
banded as (

    select
        aged.break_id,
        min(band.severity_rank) as band_rank

    from aged
    inner join band
        on
            abs(aged.money_at_stake_group) >= band.from_amount
            or (
                aged.age_business_days > band.over_business_days
                and aged.is_over_floor
            )
    group by aged.break_id

),

mildest as (

    select max(severity_rank) as severity_rank from band

),

-- What somebody holds back on purpose, and for now, is one level less severe.
ranked as (

    select
        aged.*,
        least(
            case when banded.band_rank < aged.base_rank then banded.band_rank else aged.base_rank end
            + case when aged.blocker = 'hold' then 1 else 0 end,
            mildest.severity_rank
        ) as open_rank

    from aged
    cross join mildest
    left join banded on aged.break_id = banded.break_id

),

final as (

    select
        ranked.break_id,
        ranked.rule_code,
        ranked.rule_name,
        ranked.rule_version,
        band.severity,
        ranked.owner,
        ranked.anchor_id,
        ranked.left_id,
        ranked.right_id,
        ranked.field,
        ranked.left_value,
        ranked.right_value,
        ranked.money_at_stake,
        ranked.currency,
        ranked.money_at_stake_group,
        ranked.direction,
        ranked.money_confidence,
        ranked.seconds_at_stake,
        ranked.legal_entity_id,
        ranked.region,
        ranked.client_id,
        ranked.project_id,
        ranked.contract_line_id,
        ranked.period,
        ranked.event_at,
        ranked.age_days,
        ranked.age_business_days,
        ranked.is_hard_closed,
        cause.root_break_id,
        ranked.blocker,
        ranked.explanation

    from ranked
    left join cause on ranked.break_id = cause.break_id
    inner join band
        on
            band.severity_rank = case
                when ranked.is_over_floor and ranked.is_hard_closed then 1
                when ranked.is_over_floor and ranked.is_near_cut_off and ranked.open_rank > 1 then ranked.open_rank - 1
                else ranked.open_rank
            end

)

select * from final
