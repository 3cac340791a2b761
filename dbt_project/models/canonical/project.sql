with

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

work_status as (

    select * from {{ ref('stg_tryton__project_work_status') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        project_work.source_instance,
        instance.source_system,
        project_work.work_record_id as source_record_id,
        project_work._raw_row_id,
        project_work.name,
        {{ opportunity_number_of('project_work.name') }} as opportunity_number,
        project_work.party_record_id,
        project_work.company_record_id,
        case when work_status.progress_ratio = 1 then 'closed' else 'active' end as status,
        code_map.canonical_value as billing_type,
        project_work.billed_up_to_on,
        project_work.is_deleted

    from project_work
    inner join instance on project_work.source_instance = instance.source_instance
    left join work_status
        on
            project_work.source_instance = work_status.source_instance
            and project_work.status_record_id = work_status.status_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'project_work.project_invoice_method'
            and project_work.invoice_method = code_map.source_value
    where project_work.work_type = 'project'

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as project_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.name,
        tryton.opportunity_number,
        xref_client.client_id,
        legal_entity.legal_entity_id,
        tryton.status,
        tryton.billing_type,
        tryton.billed_up_to_on,
        legal_entity.functional_currency as currency,
        tryton.billing_type <> 'manual' and xref_client.client_id is not null as is_billable,
        tryton.is_deleted

    from tryton
    left join xref_client
        on
            tryton.source_instance = xref_client.source_instance
            and tryton.party_record_id = xref_client.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id
    left join legal_entity on xref_legal_entity.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
