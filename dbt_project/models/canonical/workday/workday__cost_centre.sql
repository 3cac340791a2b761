with

organization as (

    select * from {{ ref('stg_workday__organization') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

cost_centres as (

    select organization.*
    from organization
    inner join code_map
        on
            code_map.vendor = 'workday'
            and code_map.field = 'organization.type'
            and organization.organization_type = code_map.source_value
    where code_map.canonical_value = 'cost_centre'

),

final as (

    select
        cost_centres.source_instance,
        instance.source_system,
        cost_centres.organization_record_id as source_record_id,
        cost_centres._raw_row_id,
        coalesce(cost_centres.organization_code, cost_centres.short_code) as cost_centre_code,
        cost_centres.name,
        cost_centres.source_instance || ':' || parents.organization_record_id as parent_ref,
        {{ null_of('string') }} as legal_entity_code,
        cost_centres.is_inactive is not true and not cost_centres.is_deleted as is_active,
        cost_centres.is_deleted

    from cost_centres
    inner join instance on cost_centres.source_instance = instance.source_instance
    left join cost_centres as parents
        on
            cost_centres.source_instance = parents.source_instance
            and cost_centres.superior_record_id = parents.organization_record_id

)

select * from final
