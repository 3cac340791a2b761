with

project as (

    select * from {{ ref('stg_certinia__project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        project.source_instance,
        instance.source_system,
        project.project_record_id as source_record_id,
        project._raw_row_id,
        project.source_instance || ':' || project.project_record_id as project_ref,
        project.contract_line_number,
        cast(1 as bigint) as version,
        coalesce(project.actuals_updated_at, project.modified_at) as decided_at,
        project.estimated_seconds_at_completion - coalesce(project.total_submitted_seconds, 0) as remaining_seconds,
        {{ null_of('decimal(18,4)') }} as remaining_cost_amount,
        {{ null_of('decimal(18,4)') }} as remaining_revenue_amount,
        project.currency,
        project.is_deleted

    from project
    inner join instance on project.source_instance = instance.source_instance
    where
        project.estimated_seconds_at_completion is not null
        and not project.is_template

)

select * from final
