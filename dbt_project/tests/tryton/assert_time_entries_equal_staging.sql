{{ config(meta={'dagster': {'ref': {'name': 'time_entry'}}}) }}
-- Utilization, WIP and cost all stand on these seconds: a join that drops or doubles an entry moves each of
-- them.
with

sides as (

    select
        source_instance,
        worked_on,
        1 as row_difference,
        coalesce(duration_seconds, 0) as second_difference

    from {{ ref('stg_tryton__timesheet_line') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        worked_on,
        -1 as row_difference,
        -coalesce(duration_seconds, 0) as second_difference

    from {{ ref('time_entry') }}

)

{{ differences_of_sides(['row_difference', 'second_difference'], keys=['source_instance', 'worked_on']) }}
