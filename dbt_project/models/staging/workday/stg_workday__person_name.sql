with

source as (

    select * from {{ source('workday', 'person_name') }}

),

final as (

    select
        ---------- ids
        cast(personal_info_system_id as string) as worker_record_id,
        ---------- attributes
        cast(type as string) as name_type,
        cast(first_name as string) as first_name,
        cast(last_name as string) as last_name,
        ---------- measures
        cast(index as bigint) as list_index,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
