with

invoice as (

    select * from {{ ref('invoice') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('tax_line', {
        'invoice_ref': 'string',
        'tax_code': 'string',
        'jurisdiction': 'string',
        'base_amount': 'decimal(18, 4)',
        'tax_amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as tax_line_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.invoice_ref as invoice_id,
        invoice.legal_entity_id,
        invoice.client_id,
        shaped.tax_code,
        shaped.jurisdiction,
        shaped.base_amount,
        shaped.tax_amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(invoice.posted_on, invoice.invoiced_on)') }} as translated_on

    from shaped
    left join invoice on shaped.invoice_ref = invoice.invoice_id
    left join legal_entity on invoice.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        tax_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        invoice_id,
        legal_entity_id,
        client_id,
        tax_code,
        jurisdiction,
        base_amount,
        tax_amount,
        currency,
        {{ tieout.money_mul('base_amount', 'fx_rate_functional') }} as base_amount_functional,
        {{ tieout.money_mul('base_amount', 'fx_rate_group') }} as base_amount_group,
        {{ tieout.money_mul('tax_amount', 'fx_rate_functional') }} as tax_amount_functional,
        {{ tieout.money_mul('tax_amount', 'fx_rate_group') }} as tax_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
