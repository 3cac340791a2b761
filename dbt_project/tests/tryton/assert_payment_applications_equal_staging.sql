{{ config(meta={'dagster': {'ref': {'name': 'payment_application'}}}) }}
-- What is applied or written off decides what is still owed: every link of a client invoice counts, at its ledger
-- line's amount.
with

sides as (

    select
        link.source_instance,
        1 as row_difference,
        line.credit_amount - line.debit_amount as amount_difference

    from {{ ref('stg_tryton__account_invoice_account_move_line') }} as link
    inner join {{ ref('stg_tryton__account_invoice') }} as invoice
        on
            link.source_instance = invoice.source_instance
            and link.invoice_record_id = invoice.invoice_record_id
    inner join {{ ref('stg_tryton__account_move_line') }} as line
        on
            link.source_instance = line.source_instance
            and link.move_line_record_id = line.move_line_record_id
    where
        link.source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
        and invoice.invoice_type = 'out'
    union all
    select
        source_instance,
        -1 as row_difference,
        -applied_amount - write_off_amount as amount_difference

    from {{ ref('payment_application') }}

)

{{ differences_of_sides(['row_difference', 'amount_difference']) }}
