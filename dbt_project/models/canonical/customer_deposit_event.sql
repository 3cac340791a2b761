with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

contract_by_number as (

    {{ tieout.codes_of('contract', 'contract_number') }}

),

contract as (

    select * from {{ ref('contract') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('customer_deposit_event', {
        'client_ref': 'string',
        'contract_code': 'string',
        'event': 'string',
        'happened_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as customer_deposit_event_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        client_reference.client_id,
        contract.legal_entity_id,
        shaped.contract_code,
        contract_by_number.contract_id,
        shaped.event,
        shaped.happened_on,
        shaped.amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.happened_on') }} as translated_on

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join contract_by_number
        on {{ tieout.code_reference('shaped', 'contract_code') }} = contract_by_number.reference
    left join contract on contract_by_number.contract_id = contract.contract_id
    left join legal_entity on contract.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        customer_deposit_event_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        client_id,
        legal_entity_id,
        contract_code,
        contract_id,
        event,
        happened_on,
        amount,
        currency,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
