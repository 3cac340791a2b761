with

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

open_items as (

    {{ d365_open_items() }}

),

-- Payments are negative in the customer's ledger; a cancelled one stands there with the row that takes it back.
final as (

    select
        open_items.source_instance,
        instance.source_system,
        open_items.record_id as source_record_id,
        open_items._raw_row_id,
        open_items.source_instance || ':' || open_items.customer_key as client_ref,
        open_items.source_instance || ':' || open_items.data_area_id as legal_entity_ref,
        open_items.transaction_on as received_on,
        cast(-open_items.amount as decimal(18, 4)) as amount,
        open_items.currency_code as currency,
        'posted' as status,
        open_items.voucher,
        open_items.is_deleted

    from open_items
    inner join instance on open_items.source_instance = instance.source_instance
    where open_items.kind = 'payment'

)

select * from final
