with

contract_line as (

    select * from {{ ref('contract_line') }}
    where not is_deleted

),

project as (

    select * from {{ ref('project') }}
    where not is_deleted

),

erp_project as (

    select * from {{ ref('erp_project') }}
    where not is_deleted

),

left_population as (

    {{ stream_population('contract_line', value_amount='coalesce(price, 0)') }}

),

right_population as (

    {{ stream_population('project') }}
    union all
    {{ stream_population('erp_project') }}

),

final as (

    {{ stream_conservation('contract_terms', right_links_carry_money=false) }}

)

select * from final
