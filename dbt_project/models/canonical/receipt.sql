with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('receipt', {
        'client_ref': 'string',
        'legal_entity_ref': 'string',
        'received_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'status': 'string',
        'voucher': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as receipt_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        client_reference.client_id,
        legal_entity_reference.legal_entity_id,
        shaped.received_on,
        coalesce(business_calendar.period, {{ period_of('shaped.received_on') }}) as period,
        shaped.amount,
        coalesce(shaped.currency, legal_entity.functional_currency) as currency,
        shaped.status,
        shaped.voucher,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.received_on') }} as translated_on

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join business_calendar
        on
            legal_entity_reference.legal_entity_id = business_calendar.legal_entity_id
            and shaped.received_on = business_calendar.calendar_on
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        receipt_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        client_id,
        legal_entity_id,
        received_on,
        period,
        amount,
        currency,
        status,
        voucher,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
