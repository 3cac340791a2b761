with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

gl_account_reference as (

    {{ tieout.refs_of('gl_account') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('gl_balance', {
        'legal_entity_ref': 'string',
        'gl_account_ref': 'string',
        'period_starts_on': 'date',
        'currency': 'string',
        'opening_amount': 'decimal(18, 4)',
        'debit_amount': 'decimal(18, 4)',
        'credit_amount': 'decimal(18, 4)',
        'closing_amount': 'decimal(18, 4)',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as gl_balance_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        legal_entity_reference.legal_entity_id,
        gl_account_reference.gl_account_id,
        shaped.period_starts_on,
        shaped.currency,
        shaped.opening_amount,
        shaped.debit_amount,
        shaped.credit_amount,
        shaped.closing_amount,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.period_starts_on') }} as translated_on

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join gl_account_reference on shaped.gl_account_ref = gl_account_reference.reference
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        gl_balance_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        gl_account_id,
        period_starts_on,
        currency,
        opening_amount,
        debit_amount,
        credit_amount,
        closing_amount,
        {{ tieout.money_mul('closing_amount', 'fx_rate_functional') }} as closing_amount_functional,
        {{ tieout.money_mul('closing_amount', 'fx_rate_group') }} as closing_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
