with

source as (

    select * from {{ source('certinia', 'project_task') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as task_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('parent_task_id') }} as parent_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(task_number as string) as task_number,
        cast(wbs_element_number as string) as wbs_element_number,
        cast(status as string) as status,
        coalesce(cast(started as boolean), false) as is_started,
        coalesce(cast(completed as boolean), false) as is_completed,
        coalesce(cast(closed_for_time_entry as boolean), false) as is_closed_for_time_entry,
        coalesce(cast(summary as boolean), false) as is_summary,
        cast(is_billable as boolean) as is_billable,
        ---------- measures
        cast(estimated_hours as bigint) as estimated_seconds,
        cast(actual_hours as bigint) as actual_seconds,
        cast(estimated_time_to_completion as bigint) as remaining_seconds,
        ---------- dates
        cast(start_date_time as timestamp) as starts_at,
        cast(end_date_time as timestamp) as ends_at,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
