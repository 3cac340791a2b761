with

wip_open as (

    select * from {{ ref('acc_wip_open') }}
    where amount <> 0

),

balances as (

    select
        legal_entity_id,
        wip_line_id,
        currency,
        period,
        sum(case when amount > 0 then amount else 0 end) as earned_amount,
        sum(case when amount < 0 then -amount else 0 end) as consuming_amount

    from wip_open
    group by legal_entity_id, wip_line_id, currency, period

),

-- Only where something was billed or written down that names no open work is there anything to consume.
contested as (

    select
        wip_open.wip_open_id,
        wip_open.amount,
        least(balances.earned_amount, balances.consuming_amount) as consumed_in_all,
        sum(abs(wip_open.amount)) over (
            partition by
                wip_open.legal_entity_id, wip_open.wip_line_id, wip_open.currency, wip_open.period,
                wip_open.amount > 0
            order by
                case when wip_open.ordered_on is null then 1 else 0 end, wip_open.ordered_on, wip_open.wip_open_id
            rows between unbounded preceding and current row
        ) - abs(wip_open.amount) as consumed_before

    from wip_open
    inner join balances
        on
            wip_open.legal_entity_id = balances.legal_entity_id
            and wip_open.wip_line_id = balances.wip_line_id
            and wip_open.currency = balances.currency
            and wip_open.period = balances.period
    where
        balances.earned_amount > 0
        and balances.consuming_amount > 0

),

final as (

    select
        wip_open_id,
        cast(
            case when amount > 0 then -1 else 1 end * least(abs(amount), consumed_in_all - consumed_before)
            as decimal(18, 4)
        ) as consumed_amount

    from contested
    where consumed_in_all > consumed_before

)

select * from final
