with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        employee.source_instance,
        instance.source_system,
        employee.employee_record_id as source_record_id,
        employee._raw_row_id,
        employee.employee_record_id,
        employee.starts_on,
        employee.ends_on,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    where instance.source_system = 'hr'

),

final as (

    select
        source_instance || ':' || source_record_id as employment_spell_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        source_instance || ':' || employee_record_id as worker_id,
        starts_on,
        ends_on,
        is_deleted

    from tryton

)

select * from final
