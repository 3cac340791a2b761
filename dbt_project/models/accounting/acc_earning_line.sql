with

xref_project as (

    select * from {{ ref('xref_project') }}

),

line_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

final as (

    select contract_line_id from xref_project
    where contract_line_id is not null
    union
    select contract_line_id from line_revenue

)

select * from final
