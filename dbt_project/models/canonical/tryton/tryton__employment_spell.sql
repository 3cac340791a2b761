with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

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
        employee.source_instance || ':' || employee.employee_record_id as worker_ref,
        employee.starts_on,
        employee.ends_on,
        {{ null_of('string') }} as reason,
        {{ null_of('timestamp') }} as known_at,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    where instance.source_system = 'hr'

)

select * from final
