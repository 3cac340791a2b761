{{ config(meta={'dagster': {'ref': {'name': 'receipt'}}}) }}
-- Cash that is not in a receipt leaves its invoice looking unpaid: receipts are all that cash entries take
-- off accounts of receivables, worked out here from staging alone.
with

sides as (

    select
        line.source_instance,
        line.credit_amount - line.debit_amount as amount_difference

    from {{ ref('stg_tryton__account_move_line') }} as line
    inner join {{ ref('stg_tryton__account_move') }} as entry
        on
            line.source_instance = entry.source_instance
            and line.move_record_id = entry.move_record_id
    inner join {{ ref('stg_tryton__account_journal') }} as journal
        on
            entry.source_instance = journal.source_instance
            and entry.journal_record_id = journal.journal_record_id
    inner join {{ ref('stg_tryton__account_account') }} as account
        on
            line.source_instance = account.source_instance
            and line.account_record_id = account.account_record_id
    inner join {{ ref('stg_tryton__account_account_type') }} as account_type
        on
            account.source_instance = account_type.source_instance
            and account.account_type_record_id = account_type.account_type_record_id
    where
        line.source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
        and journal.journal_type = 'cash'
        and account_type.is_receivable
        and not line.is_deleted
        and not entry.is_deleted
    union all
    select
        source_instance,
        -amount as amount_difference

    from {{ ref('receipt') }}
    where not is_deleted

)

{{ differences_of_sides(['amount_difference']) }}
