with

project as (

    select * from {{ ref('stg_certinia__project') }}

),

budget_version as (

    select * from {{ ref('certinia__budget_version') }}

),

region as (

    select * from {{ ref('certinia__region') }}

),

practice as (

    select * from {{ ref('certinia__practice') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

stage as (

    {{ certinia_codes('project.stage') }}

),

project_type as (

    {{ certinia_codes('project.project_type') }}

),

billing_type as (

    {{ certinia_codes('project.billing_type') }}

),

-- What the client agreed to: the approved orders and every approved change to them.
budget as (

    select
        project_ref,
        sum(amount) as amount,
        sum(budget_seconds) as budget_seconds

    from budget_version
    where
        status = 'approved'
        and kind in ('customer_purchase_order', 'customer_purchase_order_change', 'work_order', 'work_order_change')
        and not is_deleted
    group by project_ref

),

final as (

    select
        project.source_instance,
        instance.source_system,
        project.project_record_id as source_record_id,
        project._raw_row_id,
        project.project_code,
        project.name,
        project.source_instance || ':' || project.account_record_id as client_ref,
        project.legal_entity_code,
        project.source_instance || ':' || project.opportunity_record_id as opportunity_ref,
        project.source_instance || ':' || project.contract_record_id as contract_ref,
        project.contract_line_number,
        project.source_instance || ':' || project.parent_record_id as parent_ref,
        region.region_code,
        practice.practice_code,
        case
            when project.stage is not null then stage.canonical_value
            when project.is_active then 'active'
            else 'planned'
        end as status,
        billing_type.canonical_value as billing_type,
        case
            when project.project_type is not null then project_type.canonical_value
            when project.account_record_id is null then 'internal'
            else 'client'
        end as project_type,
        project.source_instance || ':' || project.manager_record_id as manager_resource_ref,
        project.starts_on,
        project.ends_on,
        project.activated_at,
        project.closed_on,
        cast(coalesce(budget.amount, nullif(project.bookings_amount, 0)) as decimal(18, 4)) as budget_amount,
        cast(coalesce(budget.budget_seconds, project.planned_seconds) as bigint) as budget_seconds,
        {{ null_of('date') }} as billed_up_to_on,
        project.currency,
        project.is_billable,
        project.is_template,
        {{ null_of('string') }} as opportunity_number,
        project.is_deleted

    from project
    inner join instance on project.source_instance = instance.source_instance
    left join region
        on
            project.source_instance = region.source_instance
            and project.region_record_id = region.source_record_id
    left join practice
        on
            project.source_instance = practice.source_instance
            and project.practice_record_id = practice.source_record_id
    left join stage on project.stage = stage.source_value
    left join project_type on project.project_type = project_type.source_value
    left join billing_type on project.billing_type = billing_type.source_value
    left join budget on project.source_instance || ':' || project.project_record_id = budget.project_ref
    where not project.is_template

)

select * from final
