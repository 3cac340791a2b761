with

source as (

    select * from {{ source('certinia_version', 'assignment') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as assignment_record_id,
        cast(id as string) as record_key,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('schedule_id') }} as schedule_record_id,
        ---------- attributes
        cast(status as string) as status,
        coalesce(cast(is_billable as boolean), false) as is_billable,
        coalesce(cast(is_deleted as boolean), false) as is_gone,
        ---------- lineage
        cast(_is_late as boolean) as is_late,
        cast(_loaded_at as timestamp) as loaded_at,
        _load_id as load_id,
        cast(_line as bigint) as line_number,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
