with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'code'

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('intercompany_charge', {
        'lender_legal_entity_ref': 'string',
        'borrower_legal_entity_ref': 'string',
        'worker_code': 'string',
        'erp_project_ref': 'string',
        'worked_on': 'date',
        'duration_seconds': 'bigint',
        'transfer_amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as intercompany_charge_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        lender.legal_entity_id as lender_legal_entity_id,
        borrower.legal_entity_id as borrower_legal_entity_id,
        lender.legal_entity_id,
        shaped.worker_code,
        worker_reference.worker_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        shaped.worked_on,
        shaped.duration_seconds,
        shaped.transfer_amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.worked_on') }} as translated_on

    from shaped
    left join legal_entity_reference as lender
        on shaped.lender_legal_entity_ref = lender.reference
    left join legal_entity_reference as borrower
        on shaped.borrower_legal_entity_ref = borrower.reference
    left join worker_reference
        on {{ tieout.code_reference('shaped', 'worker_code') }} = worker_reference.reference
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join legal_entity on lender.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        intercompany_charge_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        lender_legal_entity_id,
        borrower_legal_entity_id,
        legal_entity_id,
        worker_code,
        worker_id,
        erp_project_id,
        project_id,
        contract_line_id,
        worked_on,
        duration_seconds,
        transfer_amount,
        currency,
        {{ tieout.money_mul('transfer_amount', 'fx_rate_functional') }} as transfer_amount_functional,
        {{ tieout.money_mul('transfer_amount', 'fx_rate_group') }} as transfer_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
