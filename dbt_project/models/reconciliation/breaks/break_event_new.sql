with

recorded as (

    select * from {{ ref('stg_tieout__break_event') }}

),

detected as (

    select * from {{ ref('break_detected') }}

),

latest as (

    select
        *,
        row_number() over (partition by break_id order by version desc, event_id desc) as recency

    from recorded

),

standing as (

    select * from latest
    where recency = 1

),

compared as (

    select
        coalesce(detected.break_id, standing.break_id) as break_id,
        case
            when standing.break_id is null then 'detected'
            when detected.break_id is null and standing.event <> 'resolved_by_data' then 'resolved_by_data'
            when detected.break_id is not null and standing.event = 'resolved_by_data' then 'reopened'
            when
                detected.break_id is not null
                and (
                    detected.money_at_stake is distinct from standing.money_at_stake
                    or detected.seconds_at_stake is distinct from standing.seconds_at_stake
                )
                then 'changed'
        end as event,
        coalesce(detected.rule_code, standing.rule_code) as rule_code,
        case when detected.break_id is null then standing.money_at_stake else detected.money_at_stake end
            as money_at_stake,
        case when detected.break_id is null then standing.seconds_at_stake else detected.seconds_at_stake end
            as seconds_at_stake,
        coalesce(detected.currency, standing.currency) as currency

    from detected
    full outer join standing on detected.break_id = standing.break_id

),

final as (

    select
        md5(concat_ws('|', break_id, event, '{{ var("version") }}')) as event_id,
        break_id,
        event,
        cast({{ var('version') }} as bigint) as version,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on,
        rule_code,
        money_at_stake,
        seconds_at_stake,
        currency

    from compared
    where event is not null

)

select * from final
