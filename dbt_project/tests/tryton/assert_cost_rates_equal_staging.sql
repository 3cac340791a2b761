{{ config(meta={'dagster': {'ref': {'name': 'cost_rate'}}}) }}
-- A cost rate that a join drops or doubles changes the margin of all work in its range.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        hourly_amount as amount_difference

    from {{ ref('stg_tryton__company_employee_cost_price') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        -1 as row_difference,
        -hourly_amount as amount_difference

    from {{ ref('cost_rate') }}

)

{{ differences_of_sides(['row_difference', 'amount_difference']) }}
