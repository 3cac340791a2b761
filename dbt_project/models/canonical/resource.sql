with

resource_record as (

    select * from {{ ref('resource_record') }}

),

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'resource'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

final as (

    select
        resource_record.resource_record_id as resource_id,
        resource_record.source_instance,
        resource_record.source_system,
        resource_record.source_record_id,
        resource_record._raw_row_id,
        worker_reference.worker_id,
        resource_record.name,
        legal_entity_reference.legal_entity_id,
        resource_record.employee_no,
        resource_record.work_email,
        resource_record.external_worker_code,
        resource_record.role,
        resource_record.region_code,
        resource_record.practice_code,
        resource_record.crm_user_id,
        resource_record.starts_on,
        resource_record.ends_on,
        resource_record.is_external,
        resource_record.is_active,
        resource_record.is_deleted

    from resource_record
    left join worker_reference on resource_record.resource_record_id = worker_reference.reference
    left join legal_entity_reference
        on {{ tieout.code_reference('resource_record', 'legal_entity_code') }} = legal_entity_reference.reference

)

select * from final
