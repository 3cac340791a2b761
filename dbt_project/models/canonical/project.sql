with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

opportunity_reference as (

    {{ tieout.refs_of('opportunity') }}

),

contract_reference as (

    {{ tieout.refs_of('contract') }}

),

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('project', {
        'project_code': 'string',
        'name': 'string',
        'client_ref': 'string',
        'legal_entity_code': 'string',
        'opportunity_ref': 'string',
        'contract_ref': 'string',
        'contract_line_number': 'bigint',
        'parent_ref': 'string',
        'region_code': 'string',
        'practice_code': 'string',
        'status': 'string',
        'billing_type': 'string',
        'project_type': 'string',
        'manager_resource_ref': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'activated_at': 'timestamp',
        'closed_on': 'date',
        'budget_amount': 'decimal(18, 4)',
        'budget_seconds': 'bigint',
        'billed_up_to_on': 'date',
        'currency': 'string',
        'is_billable': 'boolean',
        'is_template': 'boolean',
        'opportunity_number': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as project_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.project_code,
        shaped.name,
        client_reference.client_id,
        legal_entity_reference.legal_entity_id,
        opportunity_reference.opportunity_id,
        contract_reference.contract_id,
        shaped.contract_line_number,
        shaped.parent_ref as parent_project_id,
        shaped.region_code,
        shaped.practice_code,
        shaped.status,
        shaped.billing_type,
        shaped.project_type,
        resource_reference.resource_id as manager_resource_id,
        shaped.starts_on,
        shaped.ends_on,
        shaped.activated_at,
        shaped.closed_on,
        shaped.budget_amount,
        shaped.budget_seconds,
        shaped.billed_up_to_on,
        coalesce(shaped.currency, legal_entity.functional_currency) as currency,
        shaped.is_billable,
        shaped.is_template,
        shaped.opportunity_number,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.starts_on') }} as translated_on

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference
    left join opportunity_reference on shaped.opportunity_ref = opportunity_reference.reference
    left join contract_reference on shaped.contract_ref = contract_reference.reference
    left join resource_reference on shaped.manager_resource_ref = resource_reference.reference
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        project_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_code,
        name,
        client_id,
        legal_entity_id,
        opportunity_id,
        contract_id,
        contract_line_number,
        parent_project_id,
        region_code,
        practice_code,
        status,
        billing_type,
        project_type,
        manager_resource_id,
        starts_on,
        ends_on,
        activated_at,
        closed_on,
        budget_amount,
        budget_seconds,
        billed_up_to_on,
        currency,
        is_billable,
        is_template,
        opportunity_number,
        {{ tieout.money_mul('budget_amount', 'fx_rate_functional') }} as budget_amount_functional,
        {{ tieout.money_mul('budget_amount', 'fx_rate_group') }} as budget_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
