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

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

shaped as (

    {{ tieout.union_of('contract', {
        'contract_number': 'string',
        'opportunity_ref': 'string',
        'client_ref': 'string',
        'legal_entity_code': 'string',
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

    select
        resolved.*,
        {{ tieout.rate_in_force('resolved.currency', 'resolved.functional_currency', 'functional_rate.rate') }}
            as fx_rate_functional,
        {{ tieout.rate_in_force('resolved.currency', tieout.group_currency(), 'group_rate.rate') }} as fx_rate_group

    from resolved
    left join spot_rate as functional_rate
        on
            resolved.currency = functional_rate.from_currency
            and resolved.functional_currency = functional_rate.to_currency
            and resolved.translated_on = functional_rate.rate_on
    left join spot_rate as group_rate
        on
            resolved.currency = group_rate.from_currency
            and group_rate.to_currency = '{{ var("group_currency") }}'
            and resolved.translated_on = group_rate.rate_on

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
