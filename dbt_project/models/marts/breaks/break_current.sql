with

detected as (

    select * from {{ ref('break_detected') }}

),

history as (

    select * from {{ ref('break_history') }}

),

decided as (

    select * from {{ ref('break_decided') }}

),

added as (

    select * from {{ ref('break_event_new') }}

),

rule as (

    select * from {{ ref('break_rules') }}

),

band as (

    select * from {{ ref('severity_bands') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

first_seen as (

    select
        break_id,
        min(known_at) as first_detected_at,
        min(valued_on) as first_detected_on

    from history
    where event = 'detected'
    group by break_id

),

reopened as (

    select distinct break_id from added
    where event = 'reopened'

),

today as (

    select
        legal_entity_id,
        business_day_number

    from business_calendar
    where calendar_on = {{ valued_on() }}

),

due_day as (

    select
        legal_entity_id,
        business_day_number,
        min(calendar_on) as due_on

    from business_calendar
    group by legal_entity_id, business_day_number

),

-- Of a legal entity's break the days to mend it are business days; of any other they are calendar days.
final as (

    select
        detected.break_id,
        detected.rule_code,
        detected.rule_name,
        detected.rule_version,
        detected.severity,
        detected.owner,
        case when reopened.break_id is null then coalesce(decided.status, 'open') else 'open' end as status,
        decided.assignee,
        case when reopened.break_id is null then decided.waived_until end as waived_until,
        case when reopened.break_id is null then decided.waived_up_to end as waived_up_to,
        case when reopened.break_id is null then decided.accepted_as end as accepted_as,
        decided.last_comment,
        first_seen.first_detected_at,
        first_seen.first_detected_on,
        coalesce(
            due_day.due_on,
            {{ add_days('first_seen.first_detected_on', 'cast(band.mend_business_days as integer)') }}
        ) as due_on,
        detected.anchor_id,
        detected.left_id,
        detected.right_id,
        detected.field,
        detected.left_value,
        detected.right_value,
        detected.money_at_stake,
        detected.currency,
        detected.money_at_stake_group,
        detected.direction,
        detected.money_confidence,
        detected.seconds_at_stake,
        detected.legal_entity_id,
        detected.region,
        detected.client_id,
        detected.project_id,
        detected.contract_line_id,
        detected.period,
        detected.is_hard_closed,
        rule.is_blocking_close,
        detected.event_at,
        detected.age_days,
        detected.age_business_days,
        {{ days_between('first_seen.first_detected_on', valued_on()) }} as detected_days,
        cast(today.business_day_number - first_day.business_day_number as bigint) as detected_business_days,
        detected.root_break_id,
        detected.blocker,
        detected.explanation,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on

    from detected
    inner join first_seen on detected.break_id = first_seen.break_id
    inner join rule on detected.rule_code = rule.rule_code
    inner join band on detected.severity = band.severity
    left join decided on detected.break_id = decided.break_id
    left join reopened on detected.break_id = reopened.break_id
    left join today on detected.legal_entity_id = today.legal_entity_id
    left join business_calendar as first_day
        on
            detected.legal_entity_id = first_day.legal_entity_id
            and first_seen.first_detected_on = first_day.calendar_on
    left join due_day
        on
            detected.legal_entity_id = due_day.legal_entity_id
            and first_day.business_day_number + band.mend_business_days = due_day.business_day_number

)

select * from final
