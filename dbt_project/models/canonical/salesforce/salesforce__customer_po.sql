with

orders as (

    select * from {{ ref('stg_salesforce__order') }}

),

order_item as (

    select * from {{ ref('stg_salesforce__order_item') }}

),

org as (

    {{ salesforce_orgs() }}

),

item_totals as (

    select
        source_instance,
        order_record_id,
        cast(sum(price) as decimal(18, 4)) as amount

    from order_item
    where not is_deleted
    group by
        source_instance,
        order_record_id

),

final as (

    select
        orders.source_instance,
        org.source_system,
        orders.order_record_id as source_record_id,
        orders._raw_row_id,
        orders.po_number,
        row_number() over (
            partition by orders.source_instance, orders.account_record_id, orders.po_number, orders.is_deleted
            order by
                orders.version nulls last,
                orders.effective_on nulls last,
                orders.order_record_id
        ) as version,
        orders.source_instance || ':' || orders.account_record_id as client_ref,
        orders.source_instance || ':' || orders.contract_record_id as contract_ref,
        coalesce(orders.total_amount, item_totals.amount) as amount,
        coalesce(orders.currency, org.currency) as currency,
        coalesce(orders.po_on, orders.effective_on) as valid_from,
        orders.ends_on as valid_to,
        orders.is_deleted

    from orders
    inner join org on orders.source_instance = org.source_instance
    left join item_totals
        on
            orders.source_instance = item_totals.source_instance
            and orders.order_record_id = item_totals.order_record_id
    where orders.po_number is not null

)

select * from final
