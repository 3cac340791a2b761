with

policy as (

    select * from {{ ref('policy') }}

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

cost_centre_reference as (

    {{ tieout.codes_of('cost_centre', 'cost_centre_code') }}

),

shaped as (

    {{ tieout.union_of('worker', {
        'worker_ref': 'string',
        'employee_no': 'string',
        'name': 'string',
        'work_email': 'string',
        'worker_type': 'string',
        'role': 'string',
        'grade': 'string',
        'fte': 'decimal(18, 4)',
        'cost_centre_code': 'string',
        'legal_entity_code': 'string',
        'location': 'string',
        'country': 'string',
        'manager_ref': 'string',
        'is_exempt_from_timesheets': 'boolean',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as worker_version_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.worker_ref as worker_id,
        shaped.employee_no,
        shaped.name,
        shaped.work_email,
        shaped.worker_type,
        shaped.role,
        shaped.grade,
        shaped.fte,
        shaped.cost_centre_code,
        cost_centre_reference.cost_centre_id,
        legal_entity_reference.legal_entity_id,
        case
            when shaped.location is not null then shaped.location
            when own_location.policy_code is null then general_location.value
            else own_location.value
        end as location,
        shaped.country,
        shaped.manager_ref as manager_worker_id,
        shaped.is_exempt_from_timesheets,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference
    left join cost_centre_reference
        on {{ tieout.code_reference('shaped', 'cost_centre_code') }} = cost_centre_reference.reference
    left join policy as own_location
        on
            own_location.policy_code = 'default_location'
            and legal_entity_reference.legal_entity_id = own_location.legal_entity_id
    left join policy as general_location
        on
            general_location.policy_code = 'default_location'
            and general_location.legal_entity_id = '*'

)

select * from final
