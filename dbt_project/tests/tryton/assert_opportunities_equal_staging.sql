{{ config(meta={'dagster': {'ref': {'name': 'opportunity'}}}) }}
-- A lost or doubled opportunity falsifies the pipeline and hides a won deal that nobody delivers.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        coalesce(amount, 0) as amount_difference

    from {{ ref('stg_tryton__sale_opportunity') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(amount, 0) as amount_difference

    from {{ ref('opportunity') }}

)

{{ differences_of_sides(['row_difference', 'amount_difference']) }}
