with

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

final as (

    select
        invoice_line.invoice_line_id,
        invoice_line.invoice_id,
        invoice.invoice_number,
        invoice.kind as invoice_kind,
        invoice.status as invoice_status,
        invoice_line.client_id,
        invoice_line.legal_entity_id,
        line_project.project_id,
        invoice_line.contract_line_id,
        record.outcome as time_outcome,
        record.reason as time_outcome_reason,
        invoice.invoiced_on,
        invoice.posted_on,
        invoice.due_on,
        line_project.billed_on,
        line_project.billed_period,
        invoice_line.quantity,
        invoice_line.duration_seconds,
        invoice_line.unit_price,
        invoice_line.amount,
        line_project.allocated_seconds,
        line_project.allocated_amount,
        invoice_line.currency,
        invoice_line.source_instance,
        invoice_line._raw_row_id,
        invoice._raw_row_id as _invoice_raw_row_id

    from invoice_line
    inner join invoice on invoice_line.invoice_id = invoice.invoice_id
    left join line_project on invoice_line.invoice_line_id = line_project.invoice_line_id
    left join record
        on
            invoice_line.invoice_line_id = record.record_id
            and record.side = 'right'
    where
        not invoice_line.is_deleted
        and not invoice.is_deleted

)

select * from final
