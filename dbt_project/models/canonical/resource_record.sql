with

shaped as (

    {{ tieout.union_of('resource', {
        'employee_no': 'string',
        'work_email': 'string',
        'external_worker_code': 'string',
        'name': 'string',
        'role': 'string',
        'region_code': 'string',
        'practice_code': 'string',
        'legal_entity_code': 'string',
        'is_active': 'boolean',
        'is_external': 'boolean',
        'starts_on': 'date',
        'ends_on': 'date',
        'crm_user_ref': 'string',
    }) }}

),

final as (

    select
        source_instance || ':' || source_record_id as resource_record_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        employee_no,
        work_email,
        external_worker_code,
        name,
        role,
        region_code,
        practice_code,
        legal_entity_code,
        is_active,
        is_external,
        starts_on,
        ends_on,
        crm_user_ref as crm_user_id,
        is_deleted

    from shaped

)

select * from final
