with

account_move_line as (

    select * from {{ ref('stg_tryton__account_move_line') }}

),

account_move as (

    select * from {{ ref('stg_tryton__account_move') }}

),

journal as (

    select * from {{ ref('stg_tryton__account_journal') }}

),

invoice as (

    select * from {{ ref('tryton__invoice') }}

),

client as (

    select * from {{ ref('tryton__client') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

entries as (

    select
        account_move.source_instance,
        account_move.move_record_id,
        account_move.company_record_id,
        account_move.dated_on as posted_on,
        cast(account_move.finalised_on as timestamp) as recorded_at,
        account_move.origin_reference as source_document,
        case
            when account_move.origin_model = 'account.invoice'
                then account_move.source_instance || ':' || account_move.origin_record_id
        end as invoice_ref,
        case
            when account_move.origin_model = 'account.invoice' then 'invoice'
            when account_move.origin_reference is not null then 'other'
        end as source_document_type,
        states.canonical_value as status,
        journal_types.canonical_value as journal_type,
        account_move.is_deleted

    from account_move
    left join journal
        on
            account_move.source_instance = journal.source_instance
            and account_move.journal_record_id = journal.journal_record_id
    left join code_map as states
        on
            states.vendor = 'tryton'
            and states.field = 'account_move.state'
            and account_move.state = states.source_value
    left join code_map as journal_types
        on
            journal_types.vendor = 'tryton'
            and journal_types.field = 'account_journal.type'
            and journal.journal_type = journal_types.source_value

),

lines as (

    select
        *,
        source_instance || ':' || party_record_id as party_ref

    from account_move_line

),

invoice_clients as (

    select
        source_instance || ':' || source_record_id as invoice_ref,
        client_ref

    from invoice

),

clients as (

    select source_instance || ':' || source_record_id as client_ref from client

),

-- A line that names no client, or a party that is none, speaks of the client of its invoice.
final as (

    select
        lines.source_instance,
        instance.source_system,
        lines.move_line_record_id as source_record_id,
        lines._raw_row_id,
        lines.source_instance || ':' || entries.company_record_id as legal_entity_ref,
        lines.source_instance || ':' || lines.account_record_id as gl_account_ref,
        lines.source_instance || ':' || lines.move_record_id as ledger_entry_id,
        entries.posted_on,
        {{ null_of('date') }} as document_on,
        entries.recorded_at,
        entries.status,
        entries.journal_type,
        lines.debit_amount,
        lines.credit_amount,
        cast(lines.debit_amount - lines.credit_amount as decimal(18, 4)) as amount,
        {{ null_of('string') }} as currency,
        {{ null_of('decimal(18, 4)') }} as transaction_amount,
        {{ null_of('string') }} as transaction_currency,
        coalesce(clients.client_ref, invoice_clients.client_ref) as client_ref,
        {{ null_of('string') }} as project_code,
        entries.source_document,
        entries.source_document_type,
        entries.invoice_ref,
        case
            when lines.origin_model = 'account.invoice.line'
                then lines.source_instance || ':' || lines.origin_record_id
        end as invoice_line_ref,
        lines.move_record_id as voucher,
        entries.source_document is null as is_manual,
        lines.reconciliation_record_id is not null as is_reconciled,
        false as is_correction,
        lines.is_deleted or entries.is_deleted as is_deleted

    from lines
    inner join instance on lines.source_instance = instance.source_instance
    inner join entries
        on
            lines.source_instance = entries.source_instance
            and lines.move_record_id = entries.move_record_id
    left join invoice_clients on entries.invoice_ref = invoice_clients.invoice_ref
    left join clients on lines.party_ref = clients.client_ref

)

select * from final
