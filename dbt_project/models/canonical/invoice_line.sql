with

invoice as (

    select * from {{ ref('invoice') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

line_reference as (

    select * from {{ ref('xref_contract_line') }}

),

client_reference as (

    select * from {{ ref('xref_client') }}

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

shaped as (

    {{ tieout.union_of('invoice_line', {
        'invoice_ref': 'string',
        'line_kind': 'string',
        'erp_project_ref': 'string',
        'source_reference': 'string',
        'posting_ref': 'string',
        'contract_line_code': 'string',
        'quantity': 'decimal(18, 4)',
        'duration_seconds': 'bigint',
        'unit_price': 'decimal(18, 4)',
        'amount': 'decimal(18, 4)',
        'tax_amount': 'decimal(18, 4)',
        'currency': 'string',
        'gl_account_ref': 'string',
        'credited_line_ref': 'string',
        'description': 'string',
    }, {'tryton': {
        'legal_entity_ref': 'string',
        'client_ref': 'string',
        'contract_line_ref': 'string',
        'project_ref': 'string',
    }}) }}

),

resolved as (

    select
        shaped.*,
        invoice.invoice_id,
        coalesce(invoice.legal_entity_id, legal_entity_reference.legal_entity_id) as legal_entity_id,
        coalesce(invoice.client_id, client_reference.client_id) as client_id,
        coalesce(
            named_line.contract_line_id, coded_line.contract_line_id, erp_project_link.contract_line_id
        ) as contract_line_id,
        project_reference.project_id as effort_project_id,
        coalesce(shaped.erp_project_ref, invoice.erp_project_id) as erp_project_id,
        erp_project_link.project_id,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(invoice.posted_on, invoice.invoiced_on)') }} as translated_on

    from shaped
    left join invoice on shaped.invoice_ref = invoice.invoice_id
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join legal_entity
        on coalesce(invoice.legal_entity_id, legal_entity_reference.legal_entity_id) = legal_entity.legal_entity_id
    left join client_reference on shaped.client_ref = client_reference.reference
    left join line_reference as named_line
        on
            shaped.contract_line_ref = named_line.reference
            and named_line.kind = 'record'
    left join line_reference as coded_line
        on
            {{ tieout.code_reference('shaped', 'contract_line_code') }} = coded_line.reference
            and coded_line.kind = 'code'
    left join erp_project_link
        on coalesce(shaped.erp_project_ref, invoice.erp_project_id) = erp_project_link.erp_project_id
    left join project_reference on shaped.project_ref = project_reference.reference

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        source_instance || ':' || source_record_id as invoice_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        invoice_id,
        legal_entity_id,
        client_id,
        line_kind,
        source_reference,
        posting_ref as posting_id,
        contract_line_code,
        contract_line_id,
        erp_project_id,
        project_id,
        effort_project_id,
        credited_line_ref as credited_invoice_line_id,
        quantity,
        duration_seconds,
        unit_price,
        amount,
        tax_amount,
        currency,
        gl_account_ref as gl_account_id,
        description,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
