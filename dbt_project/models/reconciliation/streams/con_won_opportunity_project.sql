with

won_opportunity as (

    select * from {{ ref('opportunity') }}
    where
        not is_deleted
        and is_won

),

project as (

    select * from {{ ref('project') }}
    where not is_deleted

),

left_population as (

    {{ stream_population('won_opportunity', 'closed_on', value_amount='coalesce(amount, 0)') }}

),

right_population as (

    {{ stream_population('project') }}

),

final as (

    {{ stream_conservation('won_opportunity_project', right_links_carry_money=false) }}

)

select * from final
