with

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

cover as (

    select * from {{ ref('acc_subcontract_cover') }}

),

-- The hours of an order stand against its first bill; further bills of it are weighed with the whole.
paired as (

    select
        subcontract_time.time_entry_id as left_id,
        cover.vendor_bill_line_id as right_id,
        'composite_key' as match_pass,
        subcontract_time.duration_seconds as allocated_seconds,
        subcontract_time.amount as allocated_amount,
        subcontract_time.currency

    from subcontract_time
    inner join cover on subcontract_time.purchase_order_line_id = cover.purchase_order_line_id
    where cover.vendor_bill_line_id is not null

),

final as (

    {{ stream_link('subcontract_hours_bill', 'paired') }}

)

select * from final
