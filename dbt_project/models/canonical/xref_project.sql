with

project as (

    select * from {{ ref('project') }}

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

contract as (

    select * from {{ ref('contract') }}

),

contract_line_version as (

    select * from {{ ref('contract_line_version') }}

),

sole_contracts as (

    select
        opportunity_id,
        min(contract_id) as contract_id

    from contract
    where
        not is_deleted
        and status <> 'cancelled'
    group by opportunity_id
    having count(*) = 1

),

-- What the project itself names stands; an opportunity may also be named through its contract.
native as (

    select
        project.project_id,
        coalesce(project.opportunity_id, contract.opportunity_id) as opportunity_id,
        coalesce(project.contract_id, sole_contracts.contract_id) as contract_id,
        project.contract_line_number

    from project
    left join contract on project.contract_id = contract.contract_id
    left join sole_contracts
        on case when project.contract_id is null then project.opportunity_id end = sole_contracts.opportunity_id
    where
        project.opportunity_id is not null
        or project.contract_id is not null

),

numbered_projects as (

    select
        project_id,
        opportunity_number,
        client_id,
        legal_entity_id,
        contract_line_number,
        count(*) over (partition by opportunity_number, client_id, legal_entity_id) as projects

    from project
    where
        not is_deleted
        and opportunity_id is null
        and contract_id is null
        and opportunity_number is not null
        and client_id is not null

),

won_opportunities as (

    select
        opportunity_id,
        opportunity_number,
        client_id,
        legal_entity_id,
        count(*) over (partition by opportunity_number, client_id, legal_entity_id) as opportunities

    from opportunity
    where
        not is_deleted
        and is_won

),

-- One project and one opportunity of a key link; several on a side are ambiguous and none of them does.
keyed as (

    select
        numbered_projects.project_id,
        won_opportunities.opportunity_id,
        sole_contracts.contract_id,
        numbered_projects.contract_line_number

    from numbered_projects
    inner join won_opportunities
        on
            numbered_projects.opportunity_number = won_opportunities.opportunity_number
            and numbered_projects.client_id = won_opportunities.client_id
            and numbered_projects.legal_entity_id = won_opportunities.legal_entity_id
    left join sole_contracts on won_opportunities.opportunity_id = sole_contracts.opportunity_id
    where
        numbered_projects.projects = 1
        and won_opportunities.opportunities = 1

),

links as (

    select
        *,
        'native_reference' as method

    from native

    union all

    select
        *,
        'deterministic_key' as method

    from keyed

),

contract_lines as (

    select
        contract_id,
        line_number,
        min(contract_line_id) as contract_line_id

    from contract_line_version
    where not is_deleted
    group by contract_id, line_number
    having count(distinct contract_line_id) = 1

),

sole_lines as (

    select
        contract_id,
        min(contract_line_id) as contract_line_id

    from contract_line_version
    where not is_deleted
    group by contract_id
    having count(distinct contract_line_id) = 1

),

final as (

    select
        links.project_id,
        links.opportunity_id,
        links.contract_id,
        coalesce(contract_lines.contract_line_id, sole_lines.contract_line_id) as contract_line_id,
        links.method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from links
    left join contract_lines
        on
            links.contract_id = contract_lines.contract_id
            and links.contract_line_number = contract_lines.line_number
    left join sole_lines
        on case when links.contract_line_number is null then links.contract_id end = sole_lines.contract_id

)

select * from final
