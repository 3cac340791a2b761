{{ config(meta={'dagster': {'ref': {'name': 'invoice'}}}) }}
-- Days-to-invoice and receivables count each client invoice once, at the amounts of its header.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        coalesce(untaxed_amount, 0) as untaxed_difference,
        coalesce(tax_amount, 0) as tax_difference,
        coalesce(total_amount, 0) as total_difference

    from {{ ref('stg_tryton__account_invoice') }}
    where
        source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
        and invoice_type = 'out'
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(untaxed_amount, 0) as untaxed_difference,
        -coalesce(tax_amount, 0) as tax_difference,
        -coalesce(total_amount, 0) as total_difference

    from {{ ref('invoice') }}

)

{{ differences_of_sides(['row_difference', 'untaxed_difference', 'tax_difference', 'total_difference']) }}
