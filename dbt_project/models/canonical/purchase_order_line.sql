with

worker_reference as (

    select * from {{ ref('xref_worker') }}
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

    {{ tieout.union_of('purchase_order_line', {
        'po_number': 'string',
        'line_number': 'bigint',
        'vendor_ref': 'string',
        'worker_code': 'string',
        'erp_project_ref': 'string',
        'period_starts_on': 'date',
        'period_ends_on': 'date',
        'quantity': 'decimal(18, 4)',
        'duration_seconds': 'bigint',
        'rate_amount': 'decimal(18, 4)',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'status': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as purchase_order_line_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        erp_project.legal_entity_id,
        shaped.po_number,
        shaped.line_number,
        shaped.vendor_ref as vendor_id,
        shaped.worker_code,
        worker_reference.worker_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        shaped.period_starts_on,
        shaped.period_ends_on,
        shaped.quantity,
        shaped.duration_seconds,
        shaped.rate_amount,
        shaped.amount,
        shaped.currency,
        shaped.status,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.period_starts_on') }} as translated_on

    from shaped
    left join worker_reference
        on {{ tieout.code_reference('shaped', 'worker_code') }} = worker_reference.reference
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join legal_entity on erp_project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        purchase_order_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        po_number,
        line_number,
        vendor_id,
        worker_code,
        worker_id,
        erp_project_id,
        project_id,
        contract_line_id,
        period_starts_on,
        period_ends_on,
        quantity,
        duration_seconds,
        rate_amount,
        amount,
        currency,
        status,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
