{%- set cell = 'legal_entity_id, account_class, gl_account_id, comparison, currency' -%}
with

control_account as (

    select * from {{ ref('acc_control_account') }}

),

account_balance as (

    select * from {{ ref('acc_account_balance') }}

),

record as (

    select * from {{ ref('rec_subledger_gl_record') }}

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

subledger_moves as (

    select
        legal_entity_id,
        account_class,
        gl_account_id,
        'subledger_to_ledger' as comparison,
        currency,
        period,
        coalesce(subledger_amount, 0) as left_amount,
        coalesce(ledger_amount, 0) as right_amount,
        control_account_id

    from control_account

),

-- Balances that the ledger keeps start somewhere: its lines start there too.
balance_starts as (

    select
        *,
        row_number() over (partition by legal_entity_id, gl_account_id, currency order by period) as place

    from account_balance

),

moves as (

    select * from subledger_moves

    union all

    select
        legal_entity_id,
        account_class,
        gl_account_id,
        'ledger_to_balance' as comparison,
        currency,
        period,
        line_amount as left_amount,
        balance_amount as right_amount,
        {{ null_of('string') }} as control_account_id

    from account_balance

),

starts as (

    select
        legal_entity_id,
        account_class,
        gl_account_id,
        comparison,
        currency,
        min(period) as first_period,
        max(period) as last_period

    from moves
    group by {{ cell }}

),

opened as (

    select
        starts.*,
        coalesce(balance_starts.closing_amount - balance_starts.balance_amount, 0) as start_amount

    from starts
    left join balance_starts
        on
            starts.legal_entity_id = balance_starts.legal_entity_id
            and case when starts.comparison = 'ledger_to_balance' then starts.gl_account_id end
            = balance_starts.gl_account_id
            and starts.currency = balance_starts.currency
            and balance_starts.place = 1

),

-- A sub-ledger stands in every period from its first on; a balance is known for the periods the ledger keeps one of.
standing as (

    select
        opened.legal_entity_id,
        opened.account_class,
        opened.gl_account_id,
        opened.comparison,
        opened.currency,
        period.period

    from opened
    inner join period
        on
            opened.legal_entity_id = period.legal_entity_id
            and period.period >= opened.first_period
            and (opened.comparison = 'subledger_to_ledger' or period.period <= opened.last_period)
    union
    select
        legal_entity_id,
        account_class,
        gl_account_id,
        comparison,
        currency,
        period

    from moves

),

cells as (

    select
        standing.*,
        opened.start_amount,
        period.measured_on

    from standing
    inner join opened
        on
            standing.legal_entity_id = opened.legal_entity_id
            and standing.account_class = opened.account_class
            and standing.gl_account_id = opened.gl_account_id
            and standing.comparison = opened.comparison
            and standing.currency = opened.currency
    left join period
        on
            standing.legal_entity_id = period.legal_entity_id
            and standing.period = period.period

),

outcomes as (

    select
        replace(replace(record_id, 'subledger|', ''), 'ledger|', '') as control_account_id,
        max(outcome) as outcome,
        max(reason) as reason

    from record
    group by replace(replace(record_id, 'subledger|', ''), 'ledger|', '')

),

accumulated as (

    select
        cells.*,
        coalesce(moves.left_amount, 0) as left_moved_amount,
        coalesce(moves.right_amount, 0) as right_moved_amount,
        cast(cells.start_amount + sum(coalesce(moves.left_amount, 0)) over (
            partition by
                cells.legal_entity_id, cells.account_class, cells.gl_account_id, cells.comparison, cells.currency
            order by cells.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as left_closing_amount,
        cast(cells.start_amount + sum(coalesce(moves.right_amount, 0)) over (
            partition by
                cells.legal_entity_id, cells.account_class, cells.gl_account_id, cells.comparison, cells.currency
            order by cells.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as right_closing_amount,
        outcomes.outcome,
        outcomes.reason

    from cells
    left join moves
        on
            cells.legal_entity_id = moves.legal_entity_id
            and cells.account_class = moves.account_class
            and cells.gl_account_id = moves.gl_account_id
            and cells.comparison = moves.comparison
            and cells.currency = moves.currency
            and cells.period = moves.period
    left join outcomes on moves.control_account_id = outcomes.control_account_id

),

final as (

    select
        concat_ws(
            '|', accumulated.legal_entity_id, accumulated.gl_account_id, accumulated.comparison, accumulated.currency,
            accumulated.period
        ) as account_tie_out_id,
        accumulated.legal_entity_id,
        accumulated.account_class,
        case accumulated.account_class when 'receivable' then 'receivable' else 'position' end as account_group,
        accumulated.gl_account_id,
        gl_account.name as gl_account_name,
        accumulated.comparison,
        accumulated.currency,
        accumulated.period,
        accumulated.measured_on,
        accumulated.left_moved_amount,
        accumulated.right_moved_amount,
        cast(accumulated.right_moved_amount - accumulated.left_moved_amount as decimal(18, 4))
            as moved_difference_amount,
        accumulated.left_closing_amount,
        accumulated.right_closing_amount,
        cast(accumulated.right_closing_amount - accumulated.left_closing_amount as decimal(18, 4))
            as difference_amount,
        accumulated.outcome,
        accumulated.reason

    from accumulated
    left join gl_account on accumulated.gl_account_id = gl_account.gl_account_id

)

select * from final
