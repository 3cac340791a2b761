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
        money_at_stake,
        seconds_at_stake,
        currency

    from source

)

select * from final
