with

vendpackingsliptrans as (

    select * from {{ ref('stg_d365_finance__vendpackingsliptrans') }}

),

purchase_order_line as (

    select * from {{ ref('d365_finance__purchase_order_line') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        vendpackingsliptrans.source_instance,
        instance.source_system,
        vendpackingsliptrans.record_id as source_record_id,
        vendpackingsliptrans._raw_row_id,
        vendpackingsliptrans.source_instance || ':' || vendpackingsliptrans.purchase_line_key
            as purchase_order_line_ref,
        coalesce(vendpackingsliptrans.delivery_on, vendpackingsliptrans.accounting_on) as received_on,
        vendpackingsliptrans.quantity,
        coalesce(vendpackingsliptrans.line_amount, vendpackingsliptrans.accounting_amount) as amount,
        case
            when vendpackingsliptrans.line_amount is null then legal_entity.functional_currency
            else purchase_order_line.currency
        end as currency,
        vendpackingsliptrans.is_deleted

    from vendpackingsliptrans
    inner join instance on vendpackingsliptrans.source_instance = instance.source_instance
    left join purchase_order_line
        on
            vendpackingsliptrans.source_instance = purchase_order_line.source_instance
            and vendpackingsliptrans.purchase_line_key = purchase_order_line.source_record_id
    left join legal_entity
        on
            vendpackingsliptrans.source_instance = legal_entity.source_instance
            and vendpackingsliptrans.data_area_id = legal_entity.source_record_id

)

select * from final
