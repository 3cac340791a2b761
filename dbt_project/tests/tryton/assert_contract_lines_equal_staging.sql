{{ config(meta={'dagster': {'ref': {'name': 'contract_line'}}}) }}
-- A contract line that a join drops or doubles changes the price that fixed fees are recognised from.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        coalesce(quantity, 0) as quantity_difference,
        coalesce(unit_price, 0) as unit_price_difference

    from {{ ref('stg_tryton__sale_line') }}
    where
        source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
        and line_type = 'line'
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(quantity, 0) as quantity_difference,
        -coalesce(unit_price, 0) as unit_price_difference

    from {{ ref('contract_line') }}

)

{{ differences_of_sides(['row_difference', 'quantity_difference', 'unit_price_difference']) }}
