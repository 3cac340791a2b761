with

purchase_order_line as (

    select * from {{ ref('purchase_order_line') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('goods_receipt', {
        'purchase_order_line_ref': 'string',
        'received_on': 'date',
        'quantity': 'decimal(18, 4)',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as goods_receipt_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.purchase_order_line_ref as purchase_order_line_id,
        purchase_order_line.legal_entity_id,
        purchase_order_line.project_id,
        shaped.received_on,
        shaped.quantity,
        shaped.amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.received_on') }} as translated_on

    from shaped
    left join purchase_order_line on shaped.purchase_order_line_ref = purchase_order_line.purchase_order_line_id
    left join legal_entity on purchase_order_line.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        goods_receipt_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        purchase_order_line_id,
        legal_entity_id,
        project_id,
        received_on,
        quantity,
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
