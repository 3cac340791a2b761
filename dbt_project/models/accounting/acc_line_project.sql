with

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

project as (

    select * from {{ ref('project') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

by_entries as (

    select
        entry_billing.invoice_line_id,
        max(time_entry.project_id) as project_id,
        count(distinct time_entry.project_id) as project_count,
        cast(sum(entry_billing.amount) as decimal(18, 4)) as allocated_amount,
        cast(sum(entry_billing.duration_seconds) as bigint) as allocated_seconds

    from entry_billing
    inner join time_entry on entry_billing.time_entry_id = time_entry.time_entry_id
    group by entry_billing.invoice_line_id

),

projected as (

    select
        invoice_line.invoice_line_id,
        invoice_line._raw_row_id,
        invoice_line.invoice_id,
        invoice_line.credited_invoice_line_id,
        invoice_line.legal_entity_id,
        invoice_line.client_id,
        case
            when by_entries.project_count = 1 then by_entries.project_id
            when by_entries.project_count is null
                then
                    coalesce(invoice_line.effort_project_id, invoice_line.project_id, contract_line.project_id)
        end as project_id,
        coalesce(by_entries.project_count, 0) as project_count,
        invoice_line.contract_line_id,
        invoice_line.line_kind,
        contract.order_billing_method is not null as is_billed_by_order,
        invoice_line.effort_project_id is not null as is_billed_by_effort,
        invoice.status as invoice_status,
        invoice.kind as invoice_kind,
        invoice.invoiced_on,
        {{ billed_on('invoice') }} as billed_on,
        invoice_line.duration_seconds,
        invoice_line.amount,
        coalesce(by_entries.allocated_amount, 0) as allocated_amount,
        coalesce(by_entries.allocated_seconds, 0) as allocated_seconds,
        cast(invoice_line.amount - coalesce(by_entries.allocated_amount, 0) as decimal(18, 4)) as unallocated_amount,
        invoice_line.currency

    from invoice_line
    inner join invoice on invoice_line.invoice_id = invoice.invoice_id
    left join contract_line on invoice_line.contract_line_id = contract_line.contract_line_id
    left join contract on contract_line.contract_id = contract.contract_id
    left join by_entries on invoice_line.invoice_line_id = by_entries.invoice_line_id
    where
        not invoice_line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'

),

-- The books of one entity may bill the work of a project that another one delivers.
contracted as (

    select
        projected.*,
        coalesce(project.legal_entity_id, projected.legal_entity_id) as contracting_legal_entity_id

    from projected
    left join project on projected.project_id = project.project_id

),

final as (

    select
        contracted.*,
        coalesce(business_calendar.period, {{ period_of('contracted.billed_on') }}) as billed_period,
        coalesce(contracting_calendar.period, {{ period_of('contracted.billed_on') }}) as contracting_period

    from contracted
    left join business_calendar
        on
            contracted.legal_entity_id = business_calendar.legal_entity_id
            and contracted.billed_on = business_calendar.calendar_on
    left join business_calendar as contracting_calendar
        on
            contracted.contracting_legal_entity_id = contracting_calendar.legal_entity_id
            and contracted.billed_on = contracting_calendar.calendar_on

)

select * from final
