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
        employee.employee_record_id || '@' || coalesce(cast(employee.starts_on as string), '') as source_record_id,
        employee._raw_row_id,
        employee.source_instance || ':' || employee.employee_record_id as worker_ref,
        employee.employee_record_id as employee_no,
        party.name,
        {{ null_of('string') }} as work_email,
        'employee' as worker_type,
        {{ null_of('string') }} as role,
        {{ null_of('string') }} as grade,
        cast(1 as decimal(18, 4)) as fte,
        {{ null_of('string') }} as cost_centre_code,
        employee.company_record_id as legal_entity_code,
        {{ null_of('string') }} as location,
        {{ null_of('string') }} as country,
        employee.source_instance || ':' || employee.supervisor_record_id as manager_ref,
        false as is_exempt_from_timesheets,
        employee.starts_on as valid_from,
        {{ null_of('date') }} as valid_to,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    left join party
        on
            employee.source_instance = party.source_instance
            and employee.party_record_id = party.party_record_id
    where instance.source_system = 'hr'

)

select * from final
