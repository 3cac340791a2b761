with

xref_project as (

    select * from {{ ref('xref_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}
    where
        not is_deleted
        and principal_or_agent = 'agent'

),

-- Costs are known of projects: a project is an agent's when the line that its work is for is.
final as (

    select
        xref_project.project_id,
        contract_line.contract_line_id,
        contract_line.currency

    from xref_project
    inner join contract_line on xref_project.contract_line_id = contract_line.contract_line_id

)

select * from final
