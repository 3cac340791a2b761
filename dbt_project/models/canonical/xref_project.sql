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

numbered_projects as (

    select
        project_id,
        opportunity_number,
        client_id,
        legal_entity_id,
        count(*) over (partition by opportunity_number, client_id, legal_entity_id) as projects

    from project
    where
        not is_deleted
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
links as (

    select
        numbered_projects.project_id,
        won_opportunities.opportunity_id

    from numbered_projects
    inner join won_opportunities
        on
            numbered_projects.opportunity_number = won_opportunities.opportunity_number
            and numbered_projects.client_id = won_opportunities.client_id
            and numbered_projects.legal_entity_id = won_opportunities.legal_entity_id
    where
        numbered_projects.projects = 1
        and won_opportunities.opportunities = 1

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

final as (

    select
        links.project_id,
        links.opportunity_id,
        sole_contracts.contract_id,
        'deterministic_key' as method,
        cast(1 as decimal(5, 4)) as confidence

    from links
    left join sole_contracts on links.opportunity_id = sole_contracts.opportunity_id

)

select * from final
