with

source as (

    select * from {{ source('d365_finance', 'dirpartytable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(primaryaddresslocation as string) as address_location_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(partynumber as string) as party_number,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
