with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('billing_event', {
        'project_ref': 'string',
        'event_ref': 'string',
        'category': 'string',
        'target_ref': 'string',
        'billed_on': 'date',
        'quantity': 'decimal(18, 4)',
        'duration_seconds': 'bigint',
        'unit_price': 'decimal(18, 4)',
        'amount': 'decimal(18, 4)',
        'event_amount': 'decimal(18, 4)',
        'currency': 'string',
        'status': 'string',
        'invoice_number': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as billing_event_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        shaped.event_ref as event_id,
        project.legal_entity_id,
        project.client_id,
        shaped.category,
        shaped.target_ref as target_id,
        shaped.billed_on,
        shaped.quantity,
        shaped.duration_seconds,
        shaped.unit_price,
        shaped.amount,
        shaped.event_amount,
        shaped.currency,
        shaped.status,
        shaped.invoice_number,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.billed_on') }} as translated_on

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        billing_event_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        event_id,
        legal_entity_id,
        client_id,
        category,
        target_id,
        billed_on,
        quantity,
        duration_seconds,
        unit_price,
        amount,
        event_amount,
        currency,
        status,
        invoice_number,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
