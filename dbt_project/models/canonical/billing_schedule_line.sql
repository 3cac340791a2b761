with

line_reference as (

    select * from {{ ref('xref_contract_line') }}
    where kind = 'code'

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('billing_schedule_line', {
        'contract_line_code': 'string',
        'erp_project_ref': 'string',
        'sequence': 'bigint',
        'version': 'bigint',
        'due_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'milestone_code': 'string',
        'status': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as billing_schedule_line_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        erp_project.legal_entity_id,
        shaped.contract_line_code,
        coalesce(line_reference.contract_line_id, erp_project_link.contract_line_id) as contract_line_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        shaped.sequence,
        shaped.version,
        shaped.due_on,
        shaped.amount,
        shaped.currency,
        shaped.milestone_code,
        shaped.status,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.due_on') }} as translated_on

    from shaped
    left join line_reference
        on {{ tieout.code_reference('shaped', 'contract_line_code') }} = line_reference.reference
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join legal_entity on erp_project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        billing_schedule_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        contract_line_code,
        contract_line_id,
        erp_project_id,
        project_id,
        sequence,
        version,
        due_on,
        amount,
        currency,
        milestone_code,
        status,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
