with

resource as (

    select * from {{ ref('stg_certinia__resource') }}

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

employment_status as (

    {{ certinia_codes('resource.employment_status') }}

),

final as (

    select
        resource.source_instance,
        instance.source_system,
        resource.resource_record_id as source_record_id,
        resource._raw_row_id,
        resource.employee_no,
        resource.work_email,
        resource.external_worker_code,
        coalesce(resource.name, trim(concat_ws(' ', resource.first_name, resource.last_name))) as name,
        resource.role,
        region.region_code,
        practice.practice_code,
        resource.legal_entity_code,
        resource.is_resource_active
        and coalesce(employment_status.canonical_value, 'active') = 'active' as is_active,
        resource.is_external,
        resource.starts_on,
        resource.ends_on,
        resource.source_instance || ':' || resource.user_record_id as crm_user_ref,
        resource.is_deleted

    from resource
    inner join instance on resource.source_instance = instance.source_instance
    left join region
        on
            resource.source_instance = region.source_instance
            and resource.region_record_id = region.source_record_id
    left join practice
        on
            resource.source_instance = practice.source_instance
            and resource.practice_record_id = practice.source_record_id
    left join employment_status on resource.employment_status = employment_status.source_value
    where resource.is_resource

)

select * from final
