with

control_account as (

    select * from {{ ref('acc_control_account') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'RV-03'

),

kept as (

    select
        legal_entity_id,
        account_class

    from control_account
    where subledger_amount is not null
    group by legal_entity_id, account_class

),

-- One minor unit a line, and no more than the tolerance in all.
weighed as (

    select
        control_account.*,
        rule.tolerance_amount,
        kept.account_class is not null as has_subledger,
        cast(
            coalesce(control_account.ledger_amount, 0) - coalesce(control_account.subledger_amount, 0) as decimal(18, 4)
        ) as difference,
        {{ tieout.minor_units('control_account.line_count', 'control_account.currency') }} as rounding_amount,
        case
            when control_account.subledger_amount is not null and control_account.ledger_amount is not null
                then control_account.subledger_amount
            else 0
        end as shared_amount

    from control_account
    inner join rule on coalesce(control_account.legal_entity_id, '*') = rule.legal_entity_id
    left join kept
        on
            control_account.legal_entity_id = kept.legal_entity_id
            and control_account.account_class = kept.account_class

),

judged as (

    select
        *,
        case
            when not has_subledger then 'excluded'
            when period_ends_on > {{ valued_on() }} and difference <> 0 then 'pending'
            when difference = 0 then 'matched'
            when abs(difference) <= rounding_amount and abs(difference) <= tolerance_amount then 'tolerated'
            else 'break'
        end as outcome,
        case
            when not has_subledger then 'no_such_system'
            when period_ends_on > {{ valued_on() }} and difference <> 0 then 'inside_window'
            when difference = 0 then 'composite_key'
            when abs(difference) <= rounding_amount and abs(difference) <= tolerance_amount then 'within_tolerance'
            when ledger_amount is null then 'not_in_ledger'
            when subledger_amount is null then 'not_in_subledger'
            else 'balance_differs'
        end as reason

    from weighed

),

sides as (

    select
        *,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        period_ends_on as event_on,
        case when outcome = 'pending' then period_ends_on end as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        shared_amount as allocated_amount

    from judged

),

left_side as (

    select
        *,
        concat('subledger|', control_account_id) as record_id,
        subledger_amount as value_amount

    from sides
    where subledger_amount is not null

),

right_side as (

    select
        *,
        concat('ledger|', control_account_id) as record_id,
        ledger_amount as value_amount

    from sides
    where ledger_amount is not null

),

final as (

    {{ stream_record('subledger_gl', 'left', 'left_side') }}
    union all
    {{ stream_record('subledger_gl', 'right', 'right_side') }}

)

select * from final
