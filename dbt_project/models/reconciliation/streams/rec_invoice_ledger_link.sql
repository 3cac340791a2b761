with

invoice as (

    select * from {{ ref('invoice') }}

),

ledger_document as (

    select * from {{ ref('acc_receivable_document') }}

),

by_source_document as (

    select
        invoice.invoice_id as left_id,
        ledger_document.ledger_entry_id as right_id,
        'native_reference' as match_pass,
        ledger_document.amount as allocated_amount,
        ledger_document.currency

    from invoice
    inner join ledger_document on invoice.invoice_id = ledger_document.invoice_id
    where
        not invoice.is_deleted
        and ledger_document.document_kind = 'invoice'

),

-- The posting lost its source document, but the invoice still names its posting.
by_ledger_entry as (

    select
        invoice.invoice_id as left_id,
        ledger_document.ledger_entry_id as right_id,
        'integration_reference' as match_pass,
        ledger_document.amount as allocated_amount,
        ledger_document.currency

    from invoice
    inner join ledger_document
        on concat_ws(':', invoice.source_instance, invoice.ledger_entry_reference) = ledger_document.ledger_entry_id
    left join by_source_document as claimed_left on invoice.invoice_id = claimed_left.left_id
    left join by_source_document as claimed_right on ledger_document.ledger_entry_id = claimed_right.right_id
    where
        not invoice.is_deleted
        and ledger_document.document_kind <> 'payment'
        and claimed_left.left_id is null
        and claimed_right.right_id is null

),

paired as (

    select
        *,
        0 as allocated_seconds

    from by_source_document
    union all
    select
        *,
        0 as allocated_seconds

    from by_ledger_entry

),

final as (

    {{ stream_link('invoice_ledger', 'paired') }}

)

select * from final
