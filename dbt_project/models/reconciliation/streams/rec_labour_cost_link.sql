with

labour_cost as (

    select * from {{ ref('acc_labour_cost') }}

),

paired as (

    select
        time_entry_id as left_id,
        labour_posting_id as right_id,
        'native_reference' as match_pass,
        duration_seconds as allocated_seconds,
        coalesce(expected_amount, 0) as allocated_amount,
        currency

    from labour_cost
    where time_entry_id is not null

),

final as (

    {{ stream_link('labour_cost', 'paired') }}

)

select * from final
