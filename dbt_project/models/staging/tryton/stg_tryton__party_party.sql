with

source as (

    select * from {{ source('tryton', 'party_party') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as party_record_id,
        cast(replaced_by as string) as replaced_by_record_id,
        ---------- attributes
        cast(code as string) as party_code,
        cast(name as string) as name,
        ---------- booleans
        cast(active as boolean) as is_active,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
