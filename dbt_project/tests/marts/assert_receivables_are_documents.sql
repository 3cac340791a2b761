{{ config(meta={'dagster': {'ref': {'name': 'fct_receivable_open'}}}) }}
-- What is open in all is what was invoiced, less what was received and what was allowed off: applications only move it
-- from one document to another, or take off an invoice what nobody entered as a receipt. Anything else that took from
-- one side only would show here.
with

open_item as (

    select
        legal_entity_id,
        currency,
        sum(amount) as amount

    from {{ ref('fct_receivable_open') }}
    where measured_on = {{ valued_on() }}
    group by legal_entity_id, currency

),

document as (

    select
        legal_entity_id,
        currency,
        total_amount as amount

    from {{ ref('invoice') }}
    where
        not is_deleted
        and status in ('posted', 'paid')
        and coalesce(posted_on, invoiced_on) <= {{ valued_on() }}
        and legal_entity_id is not null
    union all
    select
        legal_entity_id,
        currency,
        -amount as amount

    from {{ ref('receipt') }}
    where
        not is_deleted
        and received_on <= {{ valued_on() }}
        and legal_entity_id is not null
    union all
    select
        invoice.legal_entity_id,
        invoice.currency,
        -coalesce(payment_application.discount_amount, 0)
        - coalesce(payment_application.withholding_amount, 0)
        - coalesce(payment_application.write_off_amount, 0) as amount

    from {{ ref('payment_application') }} as payment_application
    inner join {{ ref('invoice') }} as invoice on payment_application.invoice_id = invoice.invoice_id
    where
        not payment_application.is_deleted
        and not invoice.is_deleted
        and payment_application.applied_on <= {{ valued_on() }}
    union all
    select
        invoice.legal_entity_id,
        invoice.currency,
        -payment_application.applied_amount as amount

    from {{ ref('payment_application') }} as payment_application
    inner join {{ ref('invoice') }} as invoice on payment_application.invoice_id = invoice.invoice_id
    left join {{ ref('receipt') }} as receipt
        on
            payment_application.receipt_id = receipt.receipt_id
            and not receipt.is_deleted
    where
        not payment_application.is_deleted
        and not invoice.is_deleted
        and payment_application.applied_on <= {{ valued_on() }}
        and receipt.receipt_id is null

),

-- Money in one currency that was taken for a document in another leaves the one and comes off the other.
crossing as (

    select
        receipt.legal_entity_id,
        receipt.currency,
        invoice.legal_entity_id as invoice_legal_entity_id,
        invoice.currency as invoice_currency,
        payment_application.applied_amount as amount

    from {{ ref('payment_application') }} as payment_application
    inner join {{ ref('invoice') }} as invoice on payment_application.invoice_id = invoice.invoice_id
    inner join {{ ref('receipt') }} as receipt on payment_application.receipt_id = receipt.receipt_id
    where
        not payment_application.is_deleted
        and not invoice.is_deleted
        and not receipt.is_deleted
        and payment_application.applied_on <= {{ valued_on() }}
        and receipt.currency <> invoice.currency

),

counted as (

    select * from document
    union all
    select
        legal_entity_id,
        currency,
        amount

    from crossing
    union all
    select
        invoice_legal_entity_id as legal_entity_id,
        invoice_currency as currency,
        -amount as amount

    from crossing

),

documents as (

    select
        legal_entity_id,
        currency,
        sum(amount) as amount

    from counted
    group by legal_entity_id, currency

),

final as (

    select
        documents.legal_entity_id,
        documents.currency,
        documents.amount as document_amount,
        coalesce(open_item.amount, 0) as open_amount

    from documents
    left join open_item
        on
            documents.legal_entity_id = open_item.legal_entity_id
            and documents.currency = open_item.currency
    where documents.amount <> coalesce(open_item.amount, 0)

)

select * from final
