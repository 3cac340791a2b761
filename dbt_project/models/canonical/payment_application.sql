with

payment_link as (

    select * from {{ ref('stg_tryton__account_invoice_account_move_line') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

receipt as (

    select * from {{ ref('receipt') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        payment_link.source_instance,
        instance.source_system,
        payment_link.payment_link_record_id as source_record_id,
        payment_link._raw_row_id,
        payment_link.source_instance || ':' || payment_link.invoice_record_id as invoice_id,
        payment_link.source_instance || ':' || payment_link.move_line_record_id as ledger_line_id,
        payment_link.is_deleted

    from payment_link
    inner join instance on payment_link.source_instance = instance.source_instance

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as payment_application_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        receipt.receipt_id,
        invoice.invoice_id,
        ledger_line.posted_on as applied_on,
        cast(ledger_line.credit_amount - ledger_line.debit_amount as decimal(18, 4)) as applied_amount,
        ledger_line.currency,
        tryton.is_deleted

    from tryton
    inner join invoice on tryton.invoice_id = invoice.invoice_id
    left join ledger_line on tryton.ledger_line_id = ledger_line.ledger_line_id
    left join receipt on ledger_line.ledger_entry_id = receipt.receipt_id

)

select * from final
