with

opportunity as (

    select * from {{ ref('opportunity') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

paired as (

    select
        opportunity.opportunity_id as left_id,
        project.project_id as right_id,
        'composite_key' as match_pass,
        0 as allocated_seconds,
        opportunity.amount as allocated_amount,
        opportunity.currency

    from xref_project
    inner join opportunity on xref_project.opportunity_id = opportunity.opportunity_id
    inner join project on xref_project.project_id = project.project_id
    where
        opportunity.is_won
        and not opportunity.is_deleted
        and not project.is_deleted

),

final as (

    {{ stream_link('won_opportunity_project', 'paired') }}

)

select * from final
