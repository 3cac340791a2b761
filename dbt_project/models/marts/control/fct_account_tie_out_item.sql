with

subledger_document as (

    select * from {{ ref('acc_subledger_document') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}
    where
        not is_deleted
        and status = 'posted'
        and posted_on <= {{ valued_on() }}
        and account_class in ('wip', 'deferred', 'receivable')

),

kept as (

    select distinct
        legal_entity_id,
        account_group

    from subledger_document

),

documents as (

    select
        legal_entity_id,
        account_group,
        currency,
        period,
        coalesce(voucher, document_id) as voucher_key,
        max(voucher) as voucher,
        max(document_kind) as document_kind,
        min(document_id) as document_id,
        min(_raw_row_id) as _raw_row_id,
        cast(sum(amount) as decimal(18, 4)) as amount

    from subledger_document
    group by legal_entity_id, account_group, currency, period, coalesce(voucher, document_id)

),

booked as (

    select
        legal_entity_id,
        case account_class when 'receivable' then 'receivable' else 'position' end as account_group,
        coalesce(transaction_currency, currency) as currency,
        period,
        coalesce(voucher, ledger_entry_id) as voucher_key,
        voucher,
        ledger_entry_id,
        is_manual,
        _raw_row_id,
        coalesce(transaction_amount, amount) as amount

    from ledger_line

),

entries as (

    select
        booked.legal_entity_id,
        booked.account_group,
        booked.currency,
        booked.period,
        booked.voucher_key,
        max(booked.voucher) as voucher,
        min(booked.ledger_entry_id) as ledger_entry_id,
        max(case when booked.is_manual then 1 else 0 end) = 1 as is_manual,
        min(booked._raw_row_id) as _raw_row_id,
        cast(sum(booked.amount) as decimal(18, 4)) as amount

    from booked
    inner join kept
        on
            booked.legal_entity_id = kept.legal_entity_id
            and booked.account_group = kept.account_group
    group by
        booked.legal_entity_id, booked.account_group, booked.currency, booked.period, booked.voucher_key

),

-- Between unbilled and deferred a voucher may move money without any document: only their sum is held against it.
compared as (

    select
        coalesce(documents.legal_entity_id, entries.legal_entity_id) as legal_entity_id,
        coalesce(documents.account_group, entries.account_group) as account_group,
        coalesce(documents.currency, entries.currency) as currency,
        coalesce(documents.period, entries.period) as period,
        coalesce(documents.voucher_key, entries.voucher_key) as voucher_key,
        coalesce(documents.voucher, entries.voucher) as voucher,
        documents.document_kind,
        documents.document_id,
        entries.ledger_entry_id,
        coalesce(entries.is_manual, false) as is_manual,
        coalesce(documents.amount, 0) as subledger_amount,
        coalesce(entries.amount, 0) as ledger_amount,
        coalesce(entries._raw_row_id, documents._raw_row_id) as _raw_row_id

    from documents
    full outer join entries
        on
            documents.legal_entity_id = entries.legal_entity_id
            and documents.account_group = entries.account_group
            and documents.currency = entries.currency
            and documents.period = entries.period
            and documents.voucher_key = entries.voucher_key

),

final as (

    select
        concat_ws('|', legal_entity_id, account_group, currency, period, voucher_key) as account_tie_out_item_id,
        legal_entity_id,
        account_group,
        currency,
        period,
        voucher,
        case
            when ledger_entry_id is null then 'not_in_ledger'
            when document_id is null then 'not_in_subledger'
            else 'amount_differs'
        end as reason,
        document_kind,
        document_id,
        ledger_entry_id,
        is_manual,
        subledger_amount,
        ledger_amount,
        cast(ledger_amount - subledger_amount as decimal(18, 4)) as difference_amount,
        _raw_row_id

    from compared
    where ledger_amount <> subledger_amount

)

select * from final
