with

project as (

    select * from {{ ref('project') }}

),

client as (

    select * from {{ ref('client') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

final as (

    select
        project.project_id,
        project.name as project_name,
        project.client_id,
        client.name as client_name,
        project.legal_entity_id,
        project.status,
        project.billing_type,
        project.billed_up_to_on,
        xref_project.opportunity_id,
        xref_project.contract_id,
        project.currency,
        project.is_billable,
        project.is_deleted,
        project.source_instance,
        project._raw_row_id

    from project
    left join client on project.client_id = client.client_id
    left join xref_project on project.project_id = xref_project.project_id

)

select * from final
