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

select
    source_instance,
    worked_on,
    sum(row_difference) as row_difference,
    sum(second_difference) as second_difference

from sides
group by source_instance, worked_on
having
    sum(row_difference) <> 0
    or sum(second_difference) <> 0
