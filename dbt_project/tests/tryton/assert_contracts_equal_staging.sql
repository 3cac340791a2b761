{{ config(meta={'dagster': {'ref': {'name': 'contract'}}}) }}
-- The value sold is compared with what is billed: it must be the value of every order, once.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        coalesce(untaxed_amount, 0) as amount_difference

    from {{ ref('stg_tryton__sale_sale') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(total_amount, 0) as amount_difference

    from {{ ref('contract') }}

)

{{ differences_of_sides(['row_difference', 'amount_difference']) }}
