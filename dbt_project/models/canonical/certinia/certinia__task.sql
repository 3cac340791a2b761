with

task as (

    select * from {{ ref('stg_certinia__project_task') }}

),

project as (

    select * from {{ ref('stg_certinia__project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

status as (

    {{ certinia_codes('project_task.status') }}

),

final as (

    select
        task.source_instance,
        instance.source_system,
        task.task_record_id as source_record_id,
        task._raw_row_id,
        task.source_instance || ':' || task.project_record_id as project_ref,
        task.source_instance || ':' || task.parent_record_id as parent_ref,
        task.name,
        coalesce(task.wbs_element_number, task.task_number) as task_code,
        {{ null_of('decimal(18,4)') }} as hourly_amount,
        coalesce(task.currency, project.currency) as currency,
        task.estimated_seconds as budget_seconds,
        coalesce(task.is_billable, project.is_billable, false) as is_billable,
        case
            when task.status is not null then status.canonical_value
            when task.is_completed then 'closed'
            when task.is_started then 'active'
            else 'planned'
        end as status,
        cast(task.starts_at as date) as starts_on,
        cast(task.ends_at as date) as ends_on,
        task.is_deleted

    from task
    inner join instance on task.source_instance = instance.source_instance
    left join project
        on
            task.source_instance = project.source_instance
            and task.project_record_id = project.project_record_id
    left join status on task.status = status.source_value
    where not coalesce(project.is_template, false)

)

select * from final
