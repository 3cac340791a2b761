with

payment_link as (

    select * from {{ ref('stg_tryton__account_invoice_account_move_line') }}

),

ledger_line as (

    select * from {{ ref('tryton__ledger_line') }}

),

invoice as (

    select * from {{ ref('tryton__invoice') }}

),

receipt as (

    select * from {{ ref('tryton__receipt') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

receipts as (

    select distinct source_instance || ':' || source_record_id as receipt_ref

    from receipt

),

final as (

    select
        payment_link.source_instance,
        instance.source_system,
        payment_link.payment_link_record_id as source_record_id,
        payment_link._raw_row_id,
        receipts.receipt_ref,
        payment_link.source_instance || ':' || payment_link.invoice_record_id as invoice_ref,
        ledger_line.posted_on as applied_on,
        cast(
            case
                when ledger_line.journal_type = 'write_off' then 0
                else ledger_line.credit_amount - ledger_line.debit_amount
            end as decimal(18, 4)
        ) as applied_amount,
        {{ null_of('decimal(18, 4)') }} as discount_amount,
        {{ null_of('decimal(18, 4)') }} as withholding_amount,
        cast(
            case
                when ledger_line.journal_type = 'write_off' then ledger_line.credit_amount - ledger_line.debit_amount
                else 0
            end as decimal(18, 4)
        ) as write_off_amount,
        ledger_line.voucher,
        {{ null_of('string') }} as currency,
        payment_link.is_deleted

    from payment_link
    inner join instance on payment_link.source_instance = instance.source_instance
    inner join invoice
        on
            payment_link.source_instance = invoice.source_instance
            and payment_link.invoice_record_id = invoice.source_record_id
    left join ledger_line
        on
            payment_link.source_instance = ledger_line.source_instance
            and payment_link.move_line_record_id = ledger_line.source_record_id
    left join receipts on ledger_line.ledger_entry_id = receipts.receipt_ref

)

select * from final
