{{ config(meta={'dagster': {'ref': {'name': 'acc_control_account'}}}) }}
-- The stream behind RV-03 takes its population from here: a document lost on the way would be missed on both sides.
with

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

invoice as (

    select * from {{ ref('invoice') }}
    where
        not is_deleted
        and status in ('posted', 'paid')
        and coalesce(posted_on, invoiced_on) <= {{ valued_on() }}

),

document as (

    select
        legal_entity_id,
        'receivable' as account_group,
        currency,
        total_amount as amount

    from invoice

    union all

    select
        legal_entity_id,
        'receivable' as account_group,
        currency,
        -amount as amount

    from {{ ref('receipt') }}
    where
        not is_deleted
        and received_on <= {{ valued_on() }}

    union all

    select
        legal_entity_id,
        'position' as account_group,
        currency,
        amount

    from revenue_event

    union all

    select
        invoice.legal_entity_id,
        'position' as account_group,
        invoice.currency,
        -invoice_line.amount as amount

    from invoice
    inner join {{ ref('invoice_line') }} as invoice_line on invoice.invoice_id = invoice_line.invoice_id
    where
        not invoice_line.is_deleted
        and invoice.legal_entity_id in (select revenue_event.legal_entity_id from revenue_event)

),

expected as (

    select
        legal_entity_id,
        account_group,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount

    from document
    group by legal_entity_id, account_group, currency

),

account as (

    select
        *,
        case account_class when 'receivable' then 'receivable' else 'position' end as account_group

    from {{ ref('acc_control_account') }}

),

held as (

    select
        legal_entity_id,
        account_group,
        currency,
        cast(sum(coalesce(subledger_amount, 0)) as decimal(18, 4)) as amount

    from account
    group by legal_entity_id, account_group, currency

),

-- Where the ledger has no account for a side of the position, nothing can hold it.
comparable as (

    select
        legal_entity_id,
        account_group

    from account
    group by legal_entity_id, account_group
    having count(distinct account_class) = case account_group when 'position' then 2 else 1 end

),

final as (

    select
        comparable.legal_entity_id,
        comparable.account_group,
        expected.currency,
        expected.amount as expected_amount,
        held.amount as held_amount

    from comparable
    inner join expected
        on
            comparable.legal_entity_id = expected.legal_entity_id
            and comparable.account_group = expected.account_group
    left join held
        on
            expected.legal_entity_id = held.legal_entity_id
            and expected.account_group = held.account_group
            and expected.currency = held.currency
    where expected.amount <> coalesce(held.amount, 0)

)

select * from final
