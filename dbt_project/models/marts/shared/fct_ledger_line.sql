with

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

final as (

    select
        ledger_line.ledger_line_id,
        ledger_line.ledger_entry_id,
        ledger_line.legal_entity_id,
        ledger_line.gl_account_id,
        gl_account.name as gl_account_name,
        ledger_line.account_class,
        ledger_line.journal_type,
        ledger_line.status,
        ledger_line.client_id,
        coalesce(line_project.project_id, ledger_line.project_id) as project_id,
        ledger_line.invoice_id,
        ledger_line.invoice_line_id,
        ledger_line.source_document,
        ledger_line.period,
        ledger_line.posted_on,
        ledger_line.debit_amount,
        ledger_line.credit_amount,
        ledger_line.amount,
        ledger_line.currency,
        ledger_line.transaction_amount,
        ledger_line.transaction_currency,
        ledger_line.is_manual,
        ledger_line.source_instance,
        ledger_line._raw_row_id

    from ledger_line
    inner join gl_account on ledger_line.gl_account_id = gl_account.gl_account_id
    left join line_project on ledger_line.invoice_line_id = line_project.invoice_line_id
    where not ledger_line.is_deleted

)

select * from final
