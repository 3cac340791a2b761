with

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

work_status as (

    select * from {{ ref('stg_tryton__project_work_status') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        project_work.source_instance,
        instance.source_system,
        project_work.work_record_id as source_record_id,
        project_work._raw_row_id,
        project_work.work_record_id as project_code,
        project_work.name,
        project_work.source_instance || ':' || project_work.party_record_id as client_ref,
        project_work.company_record_id as legal_entity_code,
        {{ null_of('string') }} as opportunity_ref,
        {{ null_of('string') }} as contract_ref,
        {{ null_of('bigint') }} as contract_line_number,
        {{ null_of('string') }} as parent_ref,
        {{ null_of('string') }} as region_code,
        {{ null_of('string') }} as practice_code,
        case when work_status.progress_ratio = 1 then 'closed' else 'active' end as status,
        code_map.canonical_value as billing_type,
        case when project_work.party_record_id is null then 'internal' else 'client' end as project_type,
        {{ null_of('string') }} as manager_resource_ref,
        {{ null_of('date') }} as starts_on,
        {{ null_of('date') }} as ends_on,
        {{ null_of('timestamp') }} as activated_at,
        {{ null_of('date') }} as closed_on,
        {{ null_of('decimal(18, 4)') }} as budget_amount,
        {{ null_of('bigint') }} as budget_seconds,
        project_work.billed_up_to_on,
        {{ null_of('string') }} as currency,
        code_map.canonical_value <> 'manual' and project_work.party_record_id is not null as is_billable,
        false as is_template,
        {{ opportunity_number_of('project_work.name') }} as opportunity_number,
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

)

select * from final
