with

control_account as (

    select * from {{ ref('acc_control_account') }}

),

paired as (

    select
        concat('subledger|', control_account_id) as left_id,
        concat('ledger|', control_account_id) as right_id,
        'composite_key' as match_pass,
        0 as allocated_seconds,
        subledger_amount as allocated_amount,
        currency

    from control_account
    where
        subledger_amount is not null
        and ledger_amount is not null

),

final as (

    {{ stream_link('subledger_gl', 'paired') }}

)

select * from final
