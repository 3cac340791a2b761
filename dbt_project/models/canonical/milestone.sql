with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('milestone', {
        'project_ref': 'string',
        'milestone_code': 'string',
        'name': 'string',
        'due_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'status': 'string',
        'achieved_on': 'date',
        'accepted_at': 'timestamp',
        'approver': 'string',
        'is_billed': 'boolean',
        'invoice_number': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as milestone_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        project.legal_entity_id,
        project.client_id,
        shaped.milestone_code,
        shaped.name,
        shaped.due_on,
        shaped.amount,
        shaped.currency,
        shaped.status,
        shaped.achieved_on,
        shaped.accepted_at,
        shaped.approver,
        shaped.is_billed,
        shaped.invoice_number,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(cast(shaped.accepted_at as date), shaped.due_on)') }} as translated_on

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        milestone_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        legal_entity_id,
        client_id,
        milestone_code,
        name,
        due_on,
        amount,
        currency,
        status,
        achieved_on,
        accepted_at,
        approver,
        is_billed,
        invoice_number,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
