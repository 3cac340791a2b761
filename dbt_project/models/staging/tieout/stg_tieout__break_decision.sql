with

source as (

    select * from {{ source('tieout_extract', 'break_decision') }}

),

final as (

    select
        ---------- ids
        decision_id,
        break_id,
        ---------- attributes
        act,
        assignee,
        waived_until,
        waived_up_to,
        accepted_as,
        reason,
        author,
        decided_at,
        ---------- lineage
        _raw_row_id

    from source

)

select * from final
