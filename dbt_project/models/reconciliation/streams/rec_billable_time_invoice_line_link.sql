with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

paired as (

    select
        entry_billing.time_entry_id as left_id,
        entry_billing.invoice_line_id as right_id,
        'native_reference' as match_pass,
        entry_billing.duration_seconds as allocated_seconds,
        entry_billing.amount as allocated_amount,
        entry_billing.currency

    from entry_billing
    inner join time_value on entry_billing.time_entry_id = time_value.time_entry_id

),

final as (

    {{ stream_link('billable_time_invoice_line', 'paired') }}

)

select * from final
