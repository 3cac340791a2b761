with

gl_balance as (

    select * from {{ ref('gl_balance') }}
    where not is_deleted

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}
    where
        not is_deleted
        and status = 'posted'
        and coalesce(journal_type, 'general') <> 'situation'

),

period as (

    select * from {{ ref('acc_period') }}
    where ends_on <= {{ valued_on() }}

),

line_sums as (

    select
        legal_entity_id,
        gl_account_id,
        period,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(count(*) as bigint) as line_count

    from ledger_line
    group by legal_entity_id, gl_account_id, period, currency

),

final as (

    select
        gl_balance.gl_balance_id as account_balance_id,
        gl_balance._raw_row_id,
        gl_balance.legal_entity_id,
        gl_balance.gl_account_id,
        gl_account.account_class,
        gl_balance.currency,
        period.period,
        period.ends_on as period_ends_on,
        coalesce(line_sums.line_count, 0) as line_count,
        coalesce(line_sums.amount, 0) as line_amount,
        cast(gl_balance.closing_amount - gl_balance.opening_amount as decimal(18, 4)) as balance_amount,
        gl_balance.closing_amount

    from gl_balance
    inner join gl_account on gl_balance.gl_account_id = gl_account.gl_account_id
    inner join period
        on
            gl_balance.legal_entity_id = period.legal_entity_id
            and gl_balance.period_starts_on = period.starts_on
    left join line_sums
        on
            gl_balance.legal_entity_id = line_sums.legal_entity_id
            and gl_balance.gl_account_id = line_sums.gl_account_id
            and period.period = line_sums.period
            and gl_balance.currency = line_sums.currency
    where gl_account.account_class in ('wip', 'deferred', 'receivable')

)

select * from final
