with

source as (

    select * from {{ source('workday', 'organization') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as organization_record_id,
        cast(superior_organization_id as string) as superior_record_id,
        cast(manager_id as string) as manager_record_id,
        ---------- attributes
        cast(type as string) as organization_type,
        cast(sub_type as string) as sub_type,
        cast(name as string) as name,
        cast(code as string) as short_code,
        cast(organization_code as string) as organization_code,
        cast(location as string) as location,
        ---------- booleans
        cast(inactive as boolean) as is_inactive,
        ---------- dates
        cast(last_updated_date_time as timestamp) as updated_at,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
