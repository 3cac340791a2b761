with

source as (

    select * from {{ source('d365_finance', 'omoperatingunit') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        ---------- attributes
        cast(omoperatingunitnumber as string) as operating_unit_number,
        cast(omoperatingunittype as string) as operating_unit_type,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
