with

left_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        0 as value_seconds,
        subledger_amount as value_amount

    from {{ ref('acc_control_account') }}
    where subledger_amount is not null

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        coalesce(transaction_currency, currency) as currency,
        0 as value_seconds,
        cast(sum(coalesce(transaction_amount, amount)) as decimal(18, 4)) as value_amount

    from {{ ref('ledger_line') }}
    where
        not is_deleted
        and status = 'posted'
        and account_class in ('wip', 'deferred', 'receivable')
        and posted_on <= {{ valued_on() }}
    group by source_instance, legal_entity_id, period, account_class, coalesce(transaction_currency, currency)

),

final as (

    {{ stream_conservation('subledger_gl') }}

)

select * from final
