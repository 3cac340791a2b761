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
final as (

    select
        days.source_instance,
        days.source_system,
        days.source_record_id || ':' || cast(days.weekday as string) as source_record_id,
        days._raw_row_id,
        days.source_instance || ':' || days.source_record_id as worker_ref,
        days.weekday,
        cast(
            case
                when days.seconds_left > days.work_day_seconds then days.work_day_seconds
                when days.seconds_left > 0 then days.seconds_left
                when days.seconds_left <= 0 then 0
            end as bigint
        ) as duration_seconds,
        'full_time' as basis,
        days.valid_from,
        {{ null_of('date') }} as valid_to,
        days.is_deleted

    from days

)

select * from final
