with

project as (

    select * from {{ ref('project') }}
    where not is_deleted

),

erp_project as (

    select * from {{ ref('erp_project') }}
    where not is_deleted

),

left_population as (

    {{ stream_population('project') }}

),

right_population as (

    {{ stream_population('erp_project') }}

),

final as (

    {{ stream_conservation('project_erp_project') }}

)

select * from final
