with

invoice_allocation as (

    select * from {{ ref('invoice_allocation') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

project as (

    select * from {{ ref('project') }}

),

final as (

    select
        invoice_allocation.invoice_allocation_id,
        invoice_allocation.time_entry_id,
        coalesce(project.legal_entity_id, time_entry.legal_entity_id) as legal_entity_id,
        time_entry.client_id,
        time_entry.project_id,
        project.billing_type,
        time_entry._raw_row_id,
        invoice_allocation.invoice_line_id,
        invoice_line.credited_invoice_line_id,
        invoice.invoice_id,
        invoice.status as invoice_status,
        invoice.kind as invoice_kind,
        invoice.invoiced_on,
        invoice.posted_on,
        {{ billed_on('invoice') }} as billed_on,
        invoice_allocation.duration_seconds,
        invoice_allocation.amount,
        invoice_allocation.currency,
        invoice.status in ('posted', 'paid') as is_issued

    from invoice_allocation
    inner join invoice_line on invoice_allocation.invoice_line_id = invoice_line.invoice_line_id
    inner join invoice on invoice_line.invoice_id = invoice.invoice_id
    left join time_entry on invoice_allocation.time_entry_id = time_entry.time_entry_id
    left join project on time_entry.project_id = project.project_id
    where
        invoice_allocation.time_entry_id is not null
        and not invoice_allocation.is_deleted
        and not invoice_line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'

)

select * from final
