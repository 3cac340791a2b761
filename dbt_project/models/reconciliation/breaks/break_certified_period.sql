with

act as (

    select * from {{ ref('stg_tieout__close_act') }}
    where act = 'certified'

),

ranked as (

    select
        *,
        row_number() over (
            partition by legal_entity_id, period
            order by act_id desc
        ) as recency

    from act

),

-- The first certificates kept three kinds of records, and did not say so.
final as (

    select
        certificate_id,
        legal_entity_id,
        period,
        author as certified_by,
        decided_at as certified_at,
        known_at,
        coalesce(record_kinds, 'ledger_line,time_entry,wip_movement') as record_kinds,
        recency = 1 as is_in_force

    from ranked

)

select * from final
