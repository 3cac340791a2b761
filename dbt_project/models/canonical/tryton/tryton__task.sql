with

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

work_status as (

    select * from {{ ref('stg_tryton__project_work_status') }}

),

project as (

    select * from {{ ref('tryton__project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        project_work.source_instance,
        instance.source_system,
        project_work.work_record_id as source_record_id,
        project_work._raw_row_id,
        project_work.source_instance || ':' || project_work.root_record_id as project_ref,
        case
            when project_work.parent_record_id <> project_work.root_record_id
                then project_work.source_instance || ':' || project_work.parent_record_id
        end as parent_ref,
        project_work.name,
        project_work.work_record_id as task_code,
        project_work.hourly_amount,
        {{ null_of('string') }} as currency,
        project_work.effort_seconds as budget_seconds,
        coalesce(project.is_billable, false) as is_billable,
        case when work_status.progress_ratio = 1 then 'closed' else 'active' end as status,
        {{ null_of('date') }} as starts_on,
        {{ null_of('date') }} as ends_on,
        project_work.is_deleted

    from project_work
    inner join instance on project_work.source_instance = instance.source_instance
    left join work_status
        on
            project_work.source_instance = work_status.source_instance
            and project_work.status_record_id = work_status.status_record_id
    left join project
        on
            project_work.source_instance = project.source_instance
            and project_work.root_record_id = project.source_record_id
    where project_work.work_type = 'task'

)

select * from final
