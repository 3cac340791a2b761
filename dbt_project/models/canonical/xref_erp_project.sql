with

erp_project as (

    select * from {{ ref('erp_project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

project_by_code as (

    {{ tieout.codes_of('project', 'project_code') }}

),

line_by_code as (

    select * from {{ ref('xref_contract_line') }}
    where kind = 'code'

),

line_projects as (

    select
        contract_line_id,
        min(project_id) as project_id

    from xref_project
    where contract_line_id is not null
    group by contract_line_id
    having count(*) = 1

),

-- The number of the PSA's project that the ERP writes down; else the contract line, where one project delivers it.
linked as (

    select
        erp_project.erp_project_id,
        coalesce(project_by_code.project_id, line_projects.project_id) as project_id,
        line_by_code.contract_line_id,
        case
            when project_by_code.is_own_realm then 'native_reference'
            when project_by_code.project_id is not null then 'external_id'
            else 'deterministic_key'
        end as method

    from erp_project
    left join project_by_code
        on {{ tieout.code_reference('erp_project', 'psa_reference') }} = project_by_code.reference
    left join line_by_code
        on {{ tieout.code_reference('erp_project', 'contract_code') }} = line_by_code.reference
    left join line_projects on line_by_code.contract_line_id = line_projects.contract_line_id

),

final as (

    select
        linked.erp_project_id,
        linked.project_id,
        coalesce(linked.contract_line_id, xref_project.contract_line_id) as contract_line_id,
        linked.method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from linked
    left join xref_project on linked.project_id = xref_project.project_id
    where
        linked.project_id is not null
        or linked.contract_line_id is not null

)

select * from final
