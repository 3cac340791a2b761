with

detected as (

    select * from {{ ref('break_detected') }}

),

history as (

    select * from {{ ref('break_history') }}

),

first_seen as (

    select
        break_id,
        min(known_at) as first_detected_at

    from history
    where event = 'detected'
    group by break_id

),

final as (

    select
        detected.break_id,
        detected.rule_code,
        detected.rule_name,
        detected.severity,
        detected.owner,
        'open' as status,
        first_seen.first_detected_at,
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
        detected.event_at,
        detected.age_business_days,
        detected.root_break_id,
        detected.blocker,
        detected.explanation,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on

    from detected
    inner join first_seen on detected.break_id = first_seen.break_id

)

select * from final
