{{ config(meta={'dagster': {'ref': {'name': 'task'}}}) }}
-- Every work is a project or a task: one that is neither takes its budget, and the time booked on it, out
-- of sight.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        case when work_type = 'task' then coalesce(effort_seconds, 0) else 0 end as budget_second_difference

    from {{ ref('stg_tryton__project_work') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        -1 as row_difference,
        0 as budget_second_difference

    from {{ ref('project') }}
    union all
    select
        source_instance,
        -1 as row_difference,
        -coalesce(budget_seconds, 0) as budget_second_difference

    from {{ ref('task') }}

)

{{ differences_of_sides(['row_difference', 'budget_second_difference']) }}
