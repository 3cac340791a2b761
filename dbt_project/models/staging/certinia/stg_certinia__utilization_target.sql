with

source as (

    select * from {{ source('certinia', 'utilization_target') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as target_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(role as string) as role,
        ---------- measures
        cast(target as decimal(18, 6)) as target_ratio,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
