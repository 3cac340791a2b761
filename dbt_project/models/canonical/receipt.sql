with

account_move as (

    select * from {{ ref('stg_tryton__account_move') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- In Tryton a receipt is what a cash entry takes off the receivable.
takings as (

    select
        ledger_entry_id,
        is_deleted,
        legal_entity_id,
        period,
        status,
        currency,
        min(client_id) as first_client_id,
        max(client_id) as last_client_id,
        cast(sum(credit_amount - debit_amount) as decimal(18, 4)) as amount

    from ledger_line
    where
        journal_type = 'cash'
        and account_class = 'receivable'
    group by ledger_entry_id, is_deleted, legal_entity_id, period, status, currency

),

tryton as (

    select
        account_move.source_instance,
        account_move.move_record_id as source_record_id,
        account_move._raw_row_id,
        case
            when takings.first_client_id = takings.last_client_id then takings.first_client_id
        end as client_id,
        takings.legal_entity_id,
        account_move.dated_on as received_on,
        takings.period,
        takings.amount,
        takings.currency,
        takings.status,
        account_move.is_deleted

    from account_move
    inner join takings
        on
            account_move.source_instance || ':' || account_move.move_record_id = takings.ledger_entry_id
            and account_move.is_deleted = takings.is_deleted

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as receipt_id,
        tryton.source_instance,
        instance.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.client_id,
        tryton.legal_entity_id,
        tryton.received_on,
        tryton.period,
        tryton.amount,
        tryton.currency,
        tryton.status,
        tryton.is_deleted

    from tryton
    inner join instance on tryton.source_instance = instance.source_instance

)

select * from final
