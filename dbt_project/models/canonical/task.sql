with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

shaped as (

    {{ tieout.union_of('task', {
        'project_ref': 'string',
        'parent_ref': 'string',
        'name': 'string',
        'task_code': 'string',
        'hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'budget_seconds': 'bigint',
        'is_billable': 'boolean',
        'status': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as task_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        shaped.parent_ref as parent_task_id,
        shaped.name,
        shaped.task_code,
        shaped.hourly_amount,
        coalesce(shaped.currency, project.currency) as currency,
        shaped.budget_seconds,
        shaped.is_billable,
        shaped.status,
        shaped.starts_on,
        shaped.ends_on,
        shaped.is_deleted

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id

)

select * from final
