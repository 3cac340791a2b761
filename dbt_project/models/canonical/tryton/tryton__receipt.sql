with

account_move as (

    select * from {{ ref('stg_tryton__account_move') }}

),

ledger_line as (

    select * from {{ ref('tryton__ledger_line') }}

),

gl_account as (

    select * from {{ ref('tryton__gl_account') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

receivable_accounts as (

    select source_instance || ':' || source_record_id as gl_account_ref

    from gl_account
    where account_class = 'receivable'

),

-- In Tryton a receipt is what a cash entry takes off the receivable.
takings as (

    select
        ledger_line.ledger_entry_id,
        ledger_line.is_deleted,
        ledger_line.legal_entity_ref,
        ledger_line.status,
        min(ledger_line.client_ref) as first_client_ref,
        max(ledger_line.client_ref) as last_client_ref,
        cast(sum(ledger_line.credit_amount - ledger_line.debit_amount) as decimal(18, 4)) as amount

    from ledger_line
    inner join receivable_accounts on ledger_line.gl_account_ref = receivable_accounts.gl_account_ref
    where ledger_line.journal_type = 'cash'
    group by
        ledger_line.ledger_entry_id,
        ledger_line.is_deleted,
        ledger_line.legal_entity_ref,
        ledger_line.status

),

final as (

    select
        account_move.source_instance,
        instance.source_system,
        account_move.move_record_id as source_record_id,
        account_move._raw_row_id,
        case
            when takings.first_client_ref = takings.last_client_ref then takings.first_client_ref
        end as client_ref,
        takings.legal_entity_ref,
        account_move.dated_on as received_on,
        takings.amount,
        {{ null_of('string') }} as currency,
        takings.status,
        account_move.move_record_id as voucher,
        account_move.is_deleted

    from account_move
    inner join instance on account_move.source_instance = instance.source_instance
    inner join takings
        on
            account_move.source_instance || ':' || account_move.move_record_id = takings.ledger_entry_id
            and account_move.is_deleted = takings.is_deleted

)

select * from final
