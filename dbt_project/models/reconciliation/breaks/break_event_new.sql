with

recorded as (

    select * from {{ ref('stg_tieout__break_event') }}

),

detected as (

    select * from {{ ref('break_detected') }}

),

decided as (

    select * from {{ ref('break_decided') }}

),

setting as (

    select * from {{ ref('break_rule_setting') }}

),

latest as (

    select
        *,
        row_number() over (
            partition by break_id
            order by version desc, known_at desc, valued_on desc, event_id desc
        ) as recency

    from recorded

),

-- Of each break ever seen what it was worth last, whether it is closed, and by which settings its rule goes now.
standing as (

    select
        latest.*,
        latest.event in ('resolved_by_data', 'superseded') as is_closed,
        coalesce(own.rule_version, general.rule_version) as rule_version_now

    from latest
    left join setting as general
        on
            latest.rule_code = general.rule_code
            and general.legal_entity_id = '*'
    left join setting as own
        on
            latest.rule_code = own.rule_code
            and latest.legal_entity_id = own.legal_entity_id
    where latest.recency = 1

),

-- A break that is gone since its rule was changed was not resolved: it is no longer looked for, or no longer counts.
compared as (

    select
        coalesce(detected.break_id, standing.break_id) as break_id,
        case
            when standing.break_id is null then 'detected'
            when detected.break_id is null and standing.is_closed then null
            when detected.break_id is null and standing.rule_version <> coalesce(standing.rule_version_now, '')
                then 'superseded'
            when detected.break_id is null then 'resolved_by_data'
            when standing.is_closed then 'reopened'
            when detected.rule_version <> standing.rule_version then 'changed'
            when
                (detected.money_at_stake is distinct from standing.money_at_stake)
                or (detected.seconds_at_stake is distinct from standing.seconds_at_stake)
                then 'changed'
        end as event,
        coalesce(detected.rule_code, standing.rule_code) as rule_code,
        case when detected.break_id is null then standing.rule_version_now else detected.rule_version end
            as rule_version,
        coalesce(detected.legal_entity_id, standing.legal_entity_id) as legal_entity_id,
        case when detected.break_id is null then standing.money_at_stake else detected.money_at_stake end
            as money_at_stake,
        case when detected.break_id is null then standing.seconds_at_stake else detected.seconds_at_stake end
            as seconds_at_stake,
        coalesce(detected.currency, standing.currency) as currency,
        coalesce(detected.event_at, standing.event_at) as event_at

    from detected
    full outer join standing on detected.break_id = standing.break_id

),

-- A waiver holds until its day and up to its amount; a break that outgrows it is open again.
outgrown as (

    select
        detected.break_id,
        'reopened' as event,
        detected.rule_code,
        detected.rule_version,
        detected.legal_entity_id,
        detected.money_at_stake,
        detected.seconds_at_stake,
        detected.currency,
        detected.event_at

    from detected
    inner join decided on detected.break_id = decided.break_id
    where
        decided.status = 'waived'
        and (
            {{ valued_on() }} > decided.waived_until
            or abs(detected.money_at_stake) > decided.waived_up_to
        )

),

-- One that comes back from the dead says so once.
added as (

    select * from compared
    where event is not null

    union

    select * from outgrown

),

final as (

    select
        md5(concat_ws(
            '|', break_id, event, '{{ tieout.run_value("version") }}', '{{ tieout.run_value("valued_on") }}'
        )) as event_id,
        break_id,
        event,
        cast({{ tieout.run_value('version') }} as bigint) as version,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on,
        rule_code,
        rule_version,
        legal_entity_id,
        money_at_stake,
        seconds_at_stake,
        currency,
        event_at,
        {{ tieout.run_value('is_backfill') | lower }} as is_backfilled

    from added

)

select * from final
