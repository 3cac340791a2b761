{{ config(meta={'dagster': {'ref': {'name': 'invoice_line'}}}) }}
-- What was billed is the sum of its lines: one that is dropped or doubled moves WIP and revenue.
with

sides as (

    select
        line.source_instance,
        1 as row_difference,
        coalesce(line.quantity, 0) as quantity_difference,
        coalesce(line.unit_price, 0) as unit_price_difference

    from {{ ref('stg_tryton__account_invoice_line') }} as line
    left join {{ ref('stg_tryton__account_invoice') }} as invoice
        on
            line.source_instance = invoice.source_instance
            and line.invoice_record_id = invoice.invoice_record_id
    where
        line.source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
        and line.line_type = 'line'
        and coalesce(invoice.invoice_type, line.invoice_type) = 'out'
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(quantity, 0) as quantity_difference,
        -coalesce(unit_price, 0) as unit_price_difference

    from {{ ref('invoice_line') }}

)

{{ differences_of_sides(['row_difference', 'quantity_difference', 'unit_price_difference']) }}
