with

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

work_status as (

    select * from {{ ref('stg_tryton__project_work_status') }}

),

project as (

    select * from {{ ref('project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        project_work.source_instance,
        instance.source_system,
        project_work.work_record_id as source_record_id,
        project_work._raw_row_id,
        project_work.source_instance || ':' || project_work.root_record_id as root_id,
        project_work.name,
        project_work.hourly_amount,
        project_work.effort_seconds as budget_seconds,
        case when work_status.progress_ratio = 1 then 'closed' else 'active' end as status,
        project_work.is_deleted

    from project_work
    inner join instance on project_work.source_instance = instance.source_instance
    left join work_status
        on
            project_work.source_instance = work_status.source_instance
            and project_work.status_record_id = work_status.status_record_id
    where project_work.work_type = 'task'

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as task_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        project.project_id,
        tryton.name,
        tryton.hourly_amount,
        project.currency,
        tryton.budget_seconds,
        coalesce(project.is_billable, false) as is_billable,
        tryton.status,
        tryton.is_deleted

    from tryton
    left join project on tryton.root_id = project.project_id

)

select * from final
