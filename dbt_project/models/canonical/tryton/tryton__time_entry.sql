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

project as (

    select * from {{ ref('tryton__project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Time is booked on a timesheet work, which stands for a project or a task.
final as (

    select
        timesheet_line.source_instance,
        instance.source_system,
        timesheet_line.timesheet_line_record_id as source_record_id,
        timesheet_line._raw_row_id,
        timesheet_line.source_instance || ':' || timesheet_line.employee_record_id as resource_ref,
        project_work.source_instance || ':' || project_work.root_record_id as project_ref,
        case
            when project_work.work_type = 'task'
                then project_work.source_instance || ':' || project_work.work_record_id
        end as task_ref,
        {{ null_of('string') }} as milestone_ref,
        timesheet_line.company_record_id as legal_entity_code,
        timesheet_line.worked_on,
        timesheet_line.duration_seconds,
        coalesce(project.is_billable, false) as is_billable,
        'approved' as status,
        case when project.client_ref is null then 'internal' else 'client' end as activity,
        {{ null_of('timestamp') }} as submitted_at,
        {{ null_of('timestamp') }} as approved_at,
        {{ null_of('string') }} as approver,
        {{ null_of('string') }} as approval_target_ref,
        project_work.hourly_amount as bill_hourly_amount,
        timesheet_line.cost_hourly_amount,
        {{ null_of('string') }} as currency,
        {{ null_of('string') }} as cost_currency,
        timesheet_line.description,
        timesheet_line.invoice_line_record_id as billed_reference,
        timesheet_line.invoice_line_record_id is not null as is_billed,
        false as is_on_hold,
        {{ null_of('string') }} as invoice_number,
        {{ null_of('string') }} as role,
        {{ null_of('string') }} as work_code,
        {{ null_of('string') }} as timesheet_ref,
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
            and case
                when timesheet_work.origin_model = 'project.work' then timesheet_work.origin_record_id
            end = project_work.work_record_id
    left join project
        on
            project_work.source_instance = project.source_instance
            and project_work.root_record_id = project.source_record_id

)

select * from final
