with

account_move_line as (

    select * from {{ ref('stg_tryton__account_move_line') }}

),

account_move as (

    select * from {{ ref('stg_tryton__account_move') }}

),

account_period as (

    select * from {{ ref('stg_tryton__account_period') }}

),

journal as (

    select * from {{ ref('stg_tryton__account_journal') }}

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

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
        instance.source_system,
        account_move.move_record_id,
        account_move.company_record_id,
        account_move.dated_on as posted_on,
        account_move.origin_reference as source_document,
        case
            when account_move.origin_model = 'account.invoice'
                then account_move.source_instance || ':' || account_move.origin_record_id
        end as invoice_id,
        case
            when account_move.origin_model = 'account.invoice' then 'invoice'
            when account_move.origin_reference is not null then 'other'
        end as source_document_type,
        {{ period_of('account_period.starts_on') }} as period,
        states.canonical_value as status,
        journal_types.canonical_value as journal_type,
        account_move.is_deleted

    from account_move
    inner join instance on account_move.source_instance = instance.source_instance
    left join account_period
        on
            account_move.source_instance = account_period.source_instance
            and account_move.period_record_id = account_period.period_record_id
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

tryton as (

    select
        account_move_line.source_instance,
        entries.source_system,
        account_move_line.move_line_record_id as source_record_id,
        account_move_line._raw_row_id,
        entries.company_record_id,
        account_move_line.party_record_id,
        account_move_line.source_instance || ':' || account_move_line.account_record_id as gl_account_id,
        account_move_line.source_instance || ':' || account_move_line.move_record_id as ledger_entry_id,
        entries.period,
        entries.posted_on,
        entries.status,
        entries.journal_type,
        account_move_line.debit_amount,
        account_move_line.credit_amount,
        entries.source_document,
        entries.source_document_type,
        entries.invoice_id,
        case
            when account_move_line.origin_model = 'account.invoice.line'
                then account_move_line.source_instance || ':' || account_move_line.origin_record_id
        end as invoice_line_id,
        account_move_line.reconciliation_record_id is not null as is_reconciled,
        account_move_line.is_deleted or entries.is_deleted as is_deleted

    from account_move_line
    inner join entries
        on
            account_move_line.source_instance = entries.source_instance
            and account_move_line.move_record_id = entries.move_record_id

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as ledger_line_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        legal_entity.legal_entity_id,
        tryton.gl_account_id,
        gl_account.account_class,
        tryton.ledger_entry_id,
        tryton.period,
        tryton.posted_on,
        tryton.status,
        tryton.journal_type,
        tryton.debit_amount,
        tryton.credit_amount,
        cast(tryton.debit_amount - tryton.credit_amount as decimal(18, 4)) as amount,
        legal_entity.functional_currency as currency,
        coalesce(xref_client.client_id, invoice.client_id) as client_id,
        tryton.source_document,
        tryton.source_document_type,
        invoice.invoice_id,
        invoice_line.invoice_line_id,
        tryton.source_document is null as is_manual,
        tryton.is_reconciled,
        tryton.is_deleted

    from tryton
    left join gl_account on tryton.gl_account_id = gl_account.gl_account_id
    left join invoice on tryton.invoice_id = invoice.invoice_id
    left join invoice_line on tryton.invoice_line_id = invoice_line.invoice_line_id
    left join xref_client
        on
            tryton.source_instance = xref_client.source_instance
            and tryton.party_record_id = xref_client.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id
    left join legal_entity on xref_legal_entity.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
