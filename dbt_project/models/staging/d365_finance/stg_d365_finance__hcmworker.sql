with

source as (

    select * from {{ source('d365_finance', 'hcmworker') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(person as string) as party_record_id,
        ---------- attributes
        cast(personnelnumber as string) as personnel_number,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
