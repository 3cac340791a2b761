with

timesheet_line as (

    select * from {{ ref('stg_tryton__timesheet_line') }}

),

timesheet_work as (

    select * from {{ ref('stg_tryton__timesheet_work') }}

),

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

resource as (

    select * from {{ ref('resource') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Time is booked on a timesheet work, which stands for a project or a task.
tryton as (

    select
        timesheet_line.source_instance,
        instance.source_system,
        timesheet_line.timesheet_line_record_id as source_record_id,
        timesheet_line._raw_row_id,
        timesheet_line.source_instance || ':' || timesheet_line.employee_record_id as resource_id,
        project_work.source_instance || ':' || project_work.root_record_id as project_id,
        case
            when project_work.work_type = 'task'
                then project_work.source_instance || ':' || project_work.work_record_id
        end as task_id,
        timesheet_line.company_record_id,
        timesheet_line.worked_on,
        timesheet_line.duration_seconds,
        'approved' as status,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as approved_at,
        cast(null as string) as approver,
        project_work.hourly_amount as bill_hourly_amount,
        timesheet_line.cost_hourly_amount,
        timesheet_line.description,
        timesheet_line.invoice_line_record_id as billed_reference,
        timesheet_line.is_deleted

    from timesheet_line
    inner join instance on timesheet_line.source_instance = instance.source_instance
    left join timesheet_work
        on
            timesheet_line.source_instance = timesheet_work.source_instance
            and timesheet_line.timesheet_work_record_id = timesheet_work.timesheet_work_record_id
    left join project_work
        on
            timesheet_work.source_instance = project_work.source_instance
            and timesheet_work.origin_model = 'project.work'
            and timesheet_work.origin_record_id = project_work.work_record_id

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as time_entry_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.resource_id,
        resource.worker_id,
        project.project_id,
        tryton.task_id,
        legal_entity.legal_entity_id,
        project.client_id,
        tryton.worked_on,
        tryton.duration_seconds,
        coalesce(project.is_billable, false) as is_billable,
        tryton.status,
        case when project.client_id is null then 'internal' else 'client' end as activity,
        tryton.submitted_at,
        tryton.approved_at,
        tryton.approver,
        tryton.bill_hourly_amount,
        tryton.cost_hourly_amount,
        legal_entity.functional_currency as currency,
        tryton.description,
        tryton.billed_reference,
        tryton.is_deleted

    from tryton
    left join resource on tryton.resource_id = resource.resource_id
    left join project on tryton.project_id = project.project_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id
    left join legal_entity on xref_legal_entity.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
