with

contract_line as (

    select * from {{ ref('contract_line') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

xref_erp_project as (

    select * from {{ ref('xref_erp_project') }}

),

-- A project names the line it delivers, or a line the project.
named as (

    select
        contract_line_id,
        project_id,
        case method when 'deterministic_key' then 'composite_key' else 'native_reference' end as match_pass

    from xref_project
    where contract_line_id is not null

    union

    select
        contract_line.contract_line_id,
        contract_line.project_id,
        case xref_project.method when 'deterministic_key' then 'composite_key' else 'native_reference' end as match_pass

    from contract_line
    left join xref_project on contract_line.project_id = xref_project.project_id
    where contract_line.project_id is not null

),

paired as (

    select
        contract_line.contract_line_id as left_id,
        project.project_id as right_id,
        named.match_pass,
        contract_line.price,
        case when contract_line.price > 0 then {{ money_units('contract_line.price') }} else 0 end as price_units,
        contract_line.currency,
        project.budget_amount,
        project.currency as budget_currency

    from named
    inner join contract_line on named.contract_line_id = contract_line.contract_line_id
    inner join project on named.project_id = project.project_id
    where
        not contract_line.is_deleted
        and not project.is_deleted

),

-- A budget covers all lines of its project, by price; a line that no project has a budget for is carried evenly.
weighed as (

    select
        *,
        case when sum(price_units) over (partition by right_id) > 0 then price_units else 1 end as line_weight,
        case when count(budget_amount) over (partition by left_id) = 0 then 1 else 0 end as project_weight

    from paired

),

summed as (

    select
        *,
        sum(line_weight) over (partition by right_id) as total_line_weight,
        sum(project_weight) over (partition by left_id) as total_project_weight

    from weighed

),

carried as (

    select
        left_id,
        right_id,
        match_pass,
        budget_amount,
        case
            when price is null then 0
            when budget_amount is not null
                then {{ allocate('budget_amount', 'line_weight', 'total_line_weight', 'right_id', 'left_id') }}
            when total_project_weight > 0
                then {{ allocate('price', 'project_weight', 'total_project_weight', 'left_id', 'right_id') }}
            else 0
        end as allocated_amount,
        case when budget_amount is null then currency else budget_currency end as currency

    from summed

),

billed_for as (

    select
        contract_line.contract_line_id as left_id,
        erp_project.erp_project_id as right_id,
        case xref_erp_project.method
            when 'deterministic_key' then 'composite_key'
            else 'integration_reference'
        end as match_pass,
        0 as allocated_amount,
        contract_line.currency

    from xref_erp_project
    inner join contract_line on xref_erp_project.contract_line_id = contract_line.contract_line_id
    inner join erp_project on xref_erp_project.erp_project_id = erp_project.erp_project_id
    where
        not contract_line.is_deleted
        and not erp_project.is_deleted

),

linked as (

    select
        left_id,
        right_id,
        match_pass,
        0 as allocated_seconds,
        allocated_amount,
        currency

    from carried

    union all

    select
        left_id,
        right_id,
        match_pass,
        0 as allocated_seconds,
        allocated_amount,
        currency

    from billed_for

),

final as (

    {{ stream_link('contract_terms', 'linked') }}

)

select * from final
