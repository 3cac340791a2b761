with

record as (

    select
        replace(replace(record_id, 'subledger|', ''), 'ledger|', '') as control_account_id,
        max(reason) as reason

    from {{ ref('rec_subledger_gl_record') }}
    where outcome = 'break'
    group by replace(replace(record_id, 'subledger|', ''), 'ledger|', '')

),

control_account as (

    select * from {{ ref('acc_control_account') }}

),

account_balance as (

    select * from {{ ref('acc_account_balance') }}

),

gl_balance as (

    select * from {{ ref('gl_balance') }}
    where not is_deleted

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

period as (

    select * from {{ ref('acc_period') }}
    where ends_on <= {{ valued_on() }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'RV-03'

),

-- The balance of an account is what its lines make of it.
balanced as (

    select
        account_balance.*,
        rule.tolerance_amount

    from account_balance
    inner join rule on coalesce(account_balance.legal_entity_id, '*') = rule.legal_entity_id

),

-- A period opens with what the one before closed with, or something came into a period that was over.
chained as (

    select
        gl_balance.legal_entity_id,
        gl_balance.gl_account_id,
        gl_balance.currency,
        gl_balance.period_starts_on,
        gl_balance.opening_amount,
        lag(gl_balance.closing_amount) over (
            partition by gl_balance.legal_entity_id, gl_balance.gl_account_id, gl_balance.currency
            order by gl_balance.period_starts_on
        ) as carried_amount

    from gl_balance
    inner join gl_account on gl_balance.gl_account_id = gl_account.gl_account_id
    where gl_account.account_class in ('wip', 'deferred', 'receivable')

),

opened as (

    select
        chained.legal_entity_id,
        chained.gl_account_id,
        chained.currency,
        period.period,
        period.ends_on as period_ends_on,
        chained.carried_amount,
        chained.opening_amount

    from chained
    inner join period
        on
            chained.legal_entity_id = period.legal_entity_id
            and chained.period_starts_on = period.starts_on
    where chained.opening_amount <> chained.carried_amount

),

differing as (

    select
        control_account.legal_entity_id,
        control_account.gl_account_id,
        control_account.account_class as field,
        control_account.currency,
        control_account.period,
        control_account.period_ends_on,
        control_account.unfounded_entry_id,
        coalesce(control_account.subledger_amount, 0) as left_amount,
        coalesce(control_account.ledger_amount, 0) as right_amount,
        'its sub-ledger' as left_name

    from record
    inner join control_account on record.control_account_id = control_account.control_account_id

    union all

    select
        legal_entity_id,
        gl_account_id,
        'balance' as field,
        currency,
        period,
        period_ends_on,
        {{ null_of('string') }} as unfounded_entry_id,
        line_amount as left_amount,
        balance_amount as right_amount,
        'its lines' as left_name

    from balanced
    where
        abs(balance_amount - line_amount) > tolerance_amount
        or abs(balance_amount - line_amount) > {{ tieout.minor_units('line_count', 'currency') }}

    union all

    select
        legal_entity_id,
        gl_account_id,
        'opening' as field,
        currency,
        period,
        period_ends_on,
        {{ null_of('string') }} as unfounded_entry_id,
        carried_amount as left_amount,
        opening_amount as right_amount,
        'the closing of the period before' as left_name

    from opened

),

-- Balances are debit positive: a control account above its sub-ledger makes the firm look richer.
found as (

    select
        gl_account_id as anchor_id,
        gl_account_id as left_id,
        unfounded_entry_id as right_id,
        field,
        left_amount as left_value,
        right_amount as right_value,
        abs(right_amount - left_amount) as money_at_stake,
        currency,
        case when right_amount > left_amount then 'over' else 'under' end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        period_ends_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The control account (', field, case field when 'opening' then ') opened with ' else ') moved by ' end,
            cast(right_amount as string), ' ', currency,
            ' in the period to ', cast(period_ends_on as string), '; ', left_name,
            case field when 'opening' then ' was ' else ' by ' end, cast(left_amount as string), '.'
        ) as explanation

    from differing

),

final as (

    {{ break_rows('RV-03', 'found', "concat_ws('|', legal_entity_id, field, currency, period)") }}

)

select * from final
