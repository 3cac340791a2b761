with

source as (

    select * from {{ source('tieout', 'break_event') }}

),

final as (

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
        coalesce(is_backfilled, false) as is_backfilled

    from source

)

select * from final
