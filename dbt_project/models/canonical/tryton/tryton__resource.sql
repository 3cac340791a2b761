with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        employee.source_instance,
        instance.source_system,
        employee.employee_record_id as source_record_id,
        employee._raw_row_id,
        employee.employee_record_id as employee_no,
        {{ null_of('string') }} as work_email,
        employee.employee_record_id as external_worker_code,
        party.name,
        {{ null_of('string') }} as role,
        {{ null_of('string') }} as region_code,
        {{ null_of('string') }} as practice_code,
        employee.company_record_id as legal_entity_code,
        coalesce(employee.starts_on <= {{ valued_on() }}, true)
        and coalesce(employee.ends_on >= {{ valued_on() }}, true) as is_active,
        false as is_external,
        employee.starts_on,
        employee.ends_on,
        {{ null_of('string') }} as crm_user_ref,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    left join party
        on
            employee.source_instance = party.source_instance
            and employee.party_record_id = party.party_record_id
    where instance.source_system = 'psa'

)

select * from final
