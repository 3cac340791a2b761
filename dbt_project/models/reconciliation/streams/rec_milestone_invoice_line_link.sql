with

milestone as (

    select * from {{ ref('milestone') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_allocation as (

    select * from {{ ref('invoice_allocation') }}

),

paired as (

    select
        milestone.milestone_id as left_id,
        line_project.invoice_line_id as right_id,
        min(invoice_allocation.method) as match_pass,
        0 as allocated_seconds,
        sum(invoice_allocation.amount) as allocated_amount,
        min(invoice_allocation.currency) as currency

    from invoice_allocation
    inner join line_project on invoice_allocation.invoice_line_id = line_project.invoice_line_id
    inner join milestone on invoice_allocation.target_id = milestone.milestone_id
    where
        invoice_allocation.target_kind = 'milestone'
        and not invoice_allocation.is_deleted
        and not milestone.is_deleted
        and milestone.status = 'accepted'
    group by milestone.milestone_id, line_project.invoice_line_id

),

final as (

    {{ stream_link('milestone_invoice_line', 'paired') }}

)

select * from final
