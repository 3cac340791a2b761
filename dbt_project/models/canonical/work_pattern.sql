with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

company as (

    select * from {{ ref('stg_tryton__company_company') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

weekdays as (

    select cast(n as bigint) + 1 as weekday from {{ whole_numbers(6) }} as counted

),

days as (

    select
        employee.source_instance,
        instance.source_system,
        employee.employee_record_id as source_record_id,
        company._raw_row_id,
        weekdays.weekday,
        company.work_day_seconds,
        company.work_week_seconds - (weekdays.weekday - 1) * company.work_day_seconds as seconds_left,
        employee.starts_on as valid_from,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    inner join company
        on
            employee.source_instance = company.source_instance
            and employee.company_record_id = company.company_record_id
    cross join weekdays
    where instance.source_system = 'hr'

),

-- The company week is worked in company days from Monday on; what is left over falls on the day after them.
tryton as (

    select
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        weekday,
        case
            when seconds_left > work_day_seconds then work_day_seconds
            when seconds_left > 0 then seconds_left
            when seconds_left <= 0 then 0
        end as duration_seconds,
        valid_from,
        is_deleted

    from days

),

final as (

    select
        source_instance || ':' || source_record_id || ':' || cast(weekday as string) as work_pattern_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        source_instance || ':' || source_record_id as worker_id,
        weekday,
        cast(duration_seconds as bigint) as duration_seconds,
        'full_time' as basis,
        valid_from,
        cast(null as date) as valid_to,
        is_deleted

    from tryton

)

select * from final
