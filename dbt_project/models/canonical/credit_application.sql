with

invoice as (

    select * from {{ ref('invoice') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('credit_application', {
        'credit_invoice_ref': 'string',
        'invoice_ref': 'string',
        'applied_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as credit_application_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.credit_invoice_ref as credit_invoice_id,
        shaped.invoice_ref as invoice_id,
        invoice.legal_entity_id,
        invoice.client_id,
        shaped.applied_on,
        shaped.amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.applied_on') }} as translated_on

    from shaped
    left join invoice on shaped.invoice_ref = invoice.invoice_id
    left join legal_entity on invoice.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        credit_application_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        credit_invoice_id,
        invoice_id,
        legal_entity_id,
        client_id,
        applied_on,
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
