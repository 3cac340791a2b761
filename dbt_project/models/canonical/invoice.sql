with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

contract_by_number as (

    {{ tieout.codes_of('contract', 'contract_number') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('invoice', {
        'legal_entity_ref': 'string',
        'client_ref': 'string',
        'erp_project_ref': 'string',
        'contract_code': 'string',
        'invoice_number': 'string',
        'kind': 'string',
        'invoiced_on': 'date',
        'posted_on': 'date',
        'due_on': 'date',
        'status': 'string',
        'untaxed_amount': 'decimal(18, 4)',
        'tax_amount': 'decimal(18, 4)',
        'total_amount': 'decimal(18, 4)',
        'currency': 'string',
        'fx_rate': 'decimal(28, 12)',
        'description': 'string',
        'voucher': 'string',
        'credits_invoice_ref': 'string',
        'is_prebilled': 'boolean',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as invoice_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        legal_entity_reference.legal_entity_id,
        client_reference.client_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        shaped.contract_code,
        contract_by_number.contract_id,
        shaped.invoice_number,
        shaped.kind,
        shaped.invoiced_on,
        shaped.posted_on,
        shaped.due_on,
        shaped.status,
        shaped.untaxed_amount,
        shaped.tax_amount,
        shaped.total_amount,
        shaped.currency,
        shaped.fx_rate,
        shaped.description,
        shaped.voucher,
        shaped.voucher as ledger_entry_reference,
        shaped.credits_invoice_ref as credited_invoice_id,
        shaped.is_prebilled,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(shaped.posted_on, shaped.invoiced_on)') }} as translated_on

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join client_reference on shaped.client_ref = client_reference.reference
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join contract_by_number
        on {{ tieout.code_reference('shaped', 'contract_code') }} = contract_by_number.reference
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        invoice_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        client_id,
        erp_project_id,
        project_id,
        contract_line_id,
        contract_code,
        contract_id,
        invoice_number,
        kind,
        invoiced_on,
        posted_on,
        due_on,
        status,
        untaxed_amount,
        tax_amount,
        total_amount,
        currency,
        fx_rate,
        description,
        voucher,
        ledger_entry_reference,
        credited_invoice_id,
        is_prebilled,
        {{ tieout.money_mul('untaxed_amount', 'fx_rate_functional') }} as untaxed_amount_functional,
        {{ tieout.money_mul('untaxed_amount', 'fx_rate_group') }} as untaxed_amount_group,
        {{ tieout.money_mul('tax_amount', 'fx_rate_functional') }} as tax_amount_functional,
        {{ tieout.money_mul('tax_amount', 'fx_rate_group') }} as tax_amount_group,
        {{ tieout.money_mul('total_amount', 'fx_rate_functional') }} as total_amount_functional,
        {{ tieout.money_mul('total_amount', 'fx_rate_group') }} as total_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
