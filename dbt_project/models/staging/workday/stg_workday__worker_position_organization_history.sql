with

source as (

    select * from {{ source('workday', 'worker_position_organization_history') }}

),

final as (

    select
        ---------- ids
        cast(worker_id as string) as worker_record_id,
        cast(position_id as string) as position_record_id,
        cast(organization_id as string) as organization_record_id,
        ---------- measures
        cast(index as bigint) as list_index,
        ---------- dates
        cast(version_start as timestamp) as version_starts_at,
        cast(version_end as timestamp) as version_ends_at,
        cast(synced_at as timestamp) as synced_at,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
