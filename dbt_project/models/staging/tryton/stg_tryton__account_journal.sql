with

source as (

    select * from {{ source('tryton', 'account_journal') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as journal_record_id,
        ---------- attributes
        cast(code as string) as journal_code,
        cast(name as string) as name,
        cast(type as string) as journal_type,
        ---------- booleans
        cast(active as boolean) as is_active,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
