with

source as (

    select * from {{ source('certinia', 'process_instance_step') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as step_record_id,
        {{ tieout.salesforce_id('process_instance_id') }} as process_instance_record_id,
        {{ tieout.salesforce_id('actor_id') }} as actor_record_id,
        ---------- attributes
        cast(step_status as string) as step_status,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
