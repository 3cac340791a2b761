with

payroll_result as (

    select * from {{ ref('stg_workday__payroll_result') }}

),

numbers as (

    {{ workday_numbers() }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        payroll_result.source_instance,
        instance.source_system,
        payroll_result.payroll_result_record_id as source_record_id,
        payroll_result._raw_row_id,
        payroll_result.source_instance || ':' || numbers.worker_record_id as worker_ref,
        payroll_result.period_starts_on,
        payroll_result.period_ends_on,
        payroll_result.gross_amount,
        payroll_result.employer_cost_amount,
        payroll_result.paid_seconds,
        payroll_result.currency,
        payroll_result.is_deleted

    from payroll_result
    inner join instance on payroll_result.source_instance = instance.source_instance
    left join numbers
        on
            payroll_result.source_instance = numbers.source_instance
            and payroll_result.employee_no = numbers.employee_no

)

select * from final
