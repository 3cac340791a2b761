with

project as (

    select * from {{ ref('project') }}

),

resource as (

    select * from {{ ref('resource') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

shaped as (

    {{ tieout.union_of('time_entry', {
        'resource_ref': 'string',
        'project_ref': 'string',
        'task_ref': 'string',
        'milestone_ref': 'string',
        'legal_entity_code': 'string',
        'worked_on': 'date',
        'duration_seconds': 'bigint',
        'is_billable': 'boolean',
        'status': 'string',
        'activity': 'string',
        'submitted_at': 'timestamp',
        'approved_at': 'timestamp',
        'approver': 'string',
        'approval_target_ref': 'string',
        'bill_hourly_amount': 'decimal(18, 4)',
        'cost_hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'cost_currency': 'string',
        'description': 'string',
        'billed_reference': 'string',
        'is_billed': 'boolean',
        'is_on_hold': 'boolean',
        'invoice_number': 'string',
        'role': 'string',
        'work_code': 'string',
        'timesheet_ref': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as time_entry_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        coalesce(resource.resource_id, shaped.resource_ref) as resource_id,
        resource.worker_id,
        project.project_id,
        shaped.task_ref as task_id,
        shaped.milestone_ref as milestone_id,
        legal_entity.legal_entity_id,
        project.client_id,
        shaped.worked_on,
        shaped.duration_seconds,
        shaped.is_billable,
        shaped.status,
        shaped.activity,
        shaped.submitted_at,
        shaped.approved_at,
        shaped.approver,
        shaped.approval_target_ref as approval_target_id,
        shaped.bill_hourly_amount,
        shaped.cost_hourly_amount,
        coalesce(shaped.currency, legal_entity.functional_currency) as currency,
        coalesce(shaped.cost_currency, shaped.currency, legal_entity.functional_currency) as cost_currency,
        shaped.description,
        shaped.billed_reference,
        shaped.is_billed,
        shaped.is_on_hold,
        shaped.invoice_number,
        shaped.role,
        shaped.work_code,
        shaped.timesheet_ref as timesheet_id,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join resource on resource_reference.resource_id = resource.resource_id
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference
    left join legal_entity
        on
            coalesce(legal_entity_reference.legal_entity_id, project.legal_entity_id, resource.legal_entity_id)
            = legal_entity.legal_entity_id

)

select * from final
