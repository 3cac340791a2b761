with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

worker_reference as (

    select * from {{ ref('xref_worker') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('opportunity', {
        'opportunity_number': 'string',
        'client_ref': 'string',
        'legal_entity_code': 'string',
        'name': 'string',
        'stage': 'string',
        'is_won': 'boolean',
        'is_closed': 'boolean',
        'closed_on': 'date',
        'closed_on_reason': 'string',
        'opened_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'probability': 'decimal(18, 4)',
        'owner_record_id': 'string',
        'owner_employee_no': 'string',
        'contract_ref': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as opportunity_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.opportunity_number,
        client_reference.client_id,
        legal_entity_reference.legal_entity_id,
        shaped.name,
        shaped.stage,
        shaped.is_won,
        shaped.is_closed,
        shaped.closed_on,
        shaped.closed_on_reason,
        shaped.opened_on,
        shaped.amount,
        shaped.currency,
        shaped.probability,
        shaped.contract_ref as named_contract_reference,
        shaped.owner_record_id,
        coalesce(owner_by_record.worker_id, owner_by_number.worker_id) as owner_worker_id,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(shaped.closed_on, shaped.opened_on)') }} as translated_on

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference
    left join worker_reference as owner_by_record
        on
            shaped.source_instance || ':' || shaped.owner_record_id = owner_by_record.reference
            and owner_by_record.kind = 'record'
    left join worker_reference as owner_by_number
        on
            {{ tieout.code_reference('shaped', 'owner_employee_no') }} = owner_by_number.reference
            and owner_by_number.kind = 'code'
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        opportunity_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        opportunity_number,
        client_id,
        legal_entity_id,
        name,
        stage,
        is_won,
        is_closed,
        closed_on,
        closed_on_reason,
        opened_on,
        amount,
        currency,
        probability,
        named_contract_reference,
        owner_record_id,
        owner_worker_id,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
