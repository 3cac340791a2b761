with

source as (

    select * from {{ source('tieout_extract', 'client_link') }}

),

final as (

    select
        ---------- ids
        link_id,
        left_reference,
        right_reference,
        ---------- attributes
        is_accepted,
        reason,
        author,
        decided_at,
        ---------- lineage
        _raw_row_id

    from source

)

select * from final
