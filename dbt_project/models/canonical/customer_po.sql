with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

contract_reference as (

    {{ tieout.refs_of('contract') }}

),

contract as (

    select * from {{ ref('contract') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('customer_po', {
        'po_number': 'string',
        'version': 'bigint',
        'client_ref': 'string',
        'contract_ref': 'string',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as customer_po_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        contract.legal_entity_id,
        shaped.po_number,
        shaped.version,
        client_reference.client_id,
        contract_reference.contract_id,
        shaped.amount,
        shaped.currency,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.valid_from') }} as translated_on

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join contract_reference on shaped.contract_ref = contract_reference.reference
    left join contract on contract_reference.contract_id = contract.contract_id
    left join legal_entity on contract.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        customer_po_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        po_number,
        version,
        client_id,
        contract_id,
        amount,
        currency,
        valid_from,
        valid_to,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
