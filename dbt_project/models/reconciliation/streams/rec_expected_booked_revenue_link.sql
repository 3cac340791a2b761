with

expected_revenue as (

    select * from {{ ref('acc_expected_revenue') }}
    where hard_closed_at is not null

),

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and kind <> 'expense'

),

paired as (

    select
        expected_revenue.expected_revenue_id as left_id,
        revenue_event.revenue_event_id as right_id,
        'composite_key' as match_pass,
        0 as allocated_seconds,
        revenue_event.amount as allocated_amount,
        revenue_event.currency

    from expected_revenue
    inner join revenue_event
        on
            expected_revenue.contract_line_id = revenue_event.contract_line_id
            and expected_revenue.period = revenue_event.period

),

final as (

    {{ stream_link('expected_booked_revenue', 'paired') }}

)

select * from final
