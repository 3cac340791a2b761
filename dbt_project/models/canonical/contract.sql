with

opportunity_reference as (

    {{ tieout.refs_of('opportunity') }}

),

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('contract', {
        'contract_number': 'string',
        'opportunity_ref': 'string',
        'client_ref': 'string',
        'legal_entity_code': 'string',
        'combination_code': 'string',
        'signed_on': 'date',
        'starts_on': 'date',
        'ends_on': 'date',
        'status': 'string',
        'po_number': 'string',
        'total_amount': 'decimal(18, 4)',
        'tax_amount': 'decimal(18, 4)',
        'currency': 'string',
        'order_billing_method': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as contract_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.contract_number,
        opportunity_reference.opportunity_id,
        client_reference.client_id,
        legal_entity_reference.legal_entity_id,
        shaped.combination_code,
        shaped.signed_on,
        shaped.starts_on,
        shaped.ends_on,
        shaped.status,
        shaped.po_number,
        shaped.total_amount,
        shaped.tax_amount,
        shaped.currency,
        shaped.order_billing_method,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(shaped.signed_on, shaped.starts_on)') }} as translated_on

    from shaped
    left join opportunity_reference on shaped.opportunity_ref = opportunity_reference.reference
    left join client_reference on shaped.client_ref = client_reference.reference
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        contract_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        contract_number,
        opportunity_id,
        client_id,
        legal_entity_id,
        combination_code,
        signed_on,
        starts_on,
        ends_on,
        status,
        po_number,
        total_amount,
        tax_amount,
        currency,
        order_billing_method,
        {{ tieout.money_mul('total_amount', 'fx_rate_functional') }} as total_amount_functional,
        {{ tieout.money_mul('total_amount', 'fx_rate_group') }} as total_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
