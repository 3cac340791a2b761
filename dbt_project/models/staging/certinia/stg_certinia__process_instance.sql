with

source as (

    select * from {{ source('certinia', 'process_instance') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as process_instance_record_id,
        {{ tieout.salesforce_id('target_object_id') }} as target_record_id,
        {{ tieout.salesforce_id('submitted_by_id') }} as submitted_by_record_id,
        ---------- attributes
        cast(status as string) as status,
        ---------- dates
        cast(completed_date as timestamp) as completed_at,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
