{{ config(meta={'dagster': {'ref': {'name': 'invoice_allocation'}}}) }}
-- An invoice line that bills time is spoken for to the last cent: a residue that is lost or counted twice
-- would sit in WIP for ever.
with

allocated as (

    select
        invoice_line_id,
        sum(amount) as amount

    from {{ ref('invoice_allocation') }}
    group by invoice_line_id

)

select
    allocated.invoice_line_id,
    allocated.amount - invoice_line.amount as amount_difference

from allocated
inner join {{ ref('invoice_line') }} as invoice_line
    on allocated.invoice_line_id = invoice_line.invoice_line_id
where allocated.amount <> invoice_line.amount
