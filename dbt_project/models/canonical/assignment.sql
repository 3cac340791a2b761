with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

shaped as (

    {{ tieout.union_of('assignment', {
        'resource_ref': 'string',
        'project_ref': 'string',
        'assigned_on': 'date',
        'planned_seconds': 'bigint',
        'role': 'string',
        'status': 'string',
        'is_billable': 'boolean',
        'bill_hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as assignment_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        resource_reference.resource_id,
        project_reference.project_id,
        project.legal_entity_id,
        shaped.assigned_on,
        shaped.planned_seconds,
        shaped.role,
        shaped.status,
        shaped.is_billable,
        shaped.bill_hourly_amount,
        shaped.currency,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id

)

select * from final
