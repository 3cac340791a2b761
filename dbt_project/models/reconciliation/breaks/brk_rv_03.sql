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

-- Balances are debit positive: a control account above its sub-ledger makes the firm look richer.
found as (

    select
        control_account.gl_account_id as anchor_id,
        control_account.gl_account_id as left_id,
        control_account.unfounded_entry_id as right_id,
        control_account.account_class as field,
        coalesce(control_account.subledger_amount, 0) as left_value,
        coalesce(control_account.ledger_amount, 0) as right_value,
        abs(coalesce(control_account.ledger_amount, 0) - coalesce(control_account.subledger_amount, 0))
            as money_at_stake,
        control_account.currency,
        case
            when coalesce(control_account.ledger_amount, 0) > coalesce(control_account.subledger_amount, 0) then 'over'
            else 'under'
        end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        control_account.legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        control_account.period,
        control_account.period_ends_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The ', control_account.account_class, ' account moved by ',
            cast(coalesce(control_account.ledger_amount, 0) as string), ' ', control_account.currency,
            ' in the period to ', cast(control_account.period_ends_on as string), '; its sub-ledger by ',
            cast(coalesce(control_account.subledger_amount, 0) as string), '.'
        ) as explanation

    from record
    inner join control_account on record.control_account_id = control_account.control_account_id

),

final as (

    {{ break_rows('RV-03', 'found', "concat_ws('|', legal_entity_id, field, currency, period)") }}

)

select * from final
