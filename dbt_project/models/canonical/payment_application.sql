with

invoice as (

    select * from {{ ref('invoice') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('payment_application', {
        'receipt_ref': 'string',
        'invoice_ref': 'string',
        'applied_on': 'date',
        'applied_amount': 'decimal(18, 4)',
        'discount_amount': 'decimal(18, 4)',
        'withholding_amount': 'decimal(18, 4)',
        'write_off_amount': 'decimal(18, 4)',
        'voucher': 'string',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as payment_application_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.receipt_ref as receipt_id,
        shaped.invoice_ref as invoice_id,
        invoice.legal_entity_id,
        invoice.client_id,
        shaped.applied_on,
        shaped.applied_amount,
        shaped.discount_amount,
        shaped.withholding_amount,
        shaped.write_off_amount,
        shaped.voucher,
        coalesce(shaped.currency, legal_entity.functional_currency) as currency,
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
        payment_application_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        receipt_id,
        invoice_id,
        legal_entity_id,
        client_id,
        applied_on,
        applied_amount,
        discount_amount,
        withholding_amount,
        write_off_amount,
        voucher,
        currency,
        {{ tieout.money_mul('applied_amount', 'fx_rate_functional') }} as applied_amount_functional,
        {{ tieout.money_mul('applied_amount', 'fx_rate_group') }} as applied_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
