with

recorded as (

    select * from {{ ref('stg_tieout__break_event') }}

),

added as (

    select * from {{ ref('break_event_new') }}

),

decision as (

    select * from {{ ref('stg_tieout__break_decision') }}

),

events as (

    select * from recorded
    union all
    select * from added

),

rule as (

    select
        break_id,
        max(rule_code) as rule_code

    from events
    group by break_id

),

told as (

    select
        event_id,
        break_id,
        event,
        version,
        known_at,
        valued_on,
        rule_code,
        rule_version,
        legal_entity_id,
        money_at_stake,
        seconds_at_stake,
        currency,
        event_at,
        is_backfilled,
        {{ null_of('string') }} as author,
        {{ null_of('string') }} as reason,
        {{ null_of('string') }} as assignee,
        {{ null_of('date') }} as waived_until,
        {{ null_of('decimal(18, 4)') }} as waived_up_to,
        {{ null_of('string') }} as accepted_as

    from events

),

acts as (

    select
        decision.decision_id as event_id,
        decision.break_id,
        decision.act as event,
        {{ null_of('bigint') }} as version,
        decision.decided_at as known_at,
        {{ null_of('date') }} as valued_on,
        rule.rule_code,
        {{ null_of('string') }} as rule_version,
        {{ null_of('string') }} as legal_entity_id,
        {{ null_of('decimal(18, 4)') }} as money_at_stake,
        {{ null_of('bigint') }} as seconds_at_stake,
        {{ null_of('string') }} as currency,
        {{ null_of('timestamp') }} as event_at,
        false as is_backfilled,
        decision.author,
        decision.reason,
        decision.assignee,
        decision.waived_until,
        decision.waived_up_to,
        decision.accepted_as

    from decision
    left join rule on decision.break_id = rule.break_id

),

final as (

    select * from told
    union all
    select * from acts

)

select * from final
