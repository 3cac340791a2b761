with

source as (

    select * from {{ source('d365_finance', 'exchangeratetype') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        ---------- attributes
        lower(trim(cast(name as string))) as name,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
