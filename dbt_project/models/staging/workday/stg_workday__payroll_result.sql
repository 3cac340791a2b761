with

source as (

    select * from {{ source('workday', 'payroll_result') }}

),

final as (

    select
        ---------- ids
        cast(payroll_result_id as string) as payroll_result_record_id,
        ---------- attributes
        cast(employee_id as string) as employee_no,
        cast(currency as string) as currency,
        ---------- measures
        cast(gross_amount as decimal(18, 4)) as gross_amount,
        cast(employer_cost_amount as decimal(18, 4)) as employer_cost_amount,
        cast(paid_hours as bigint) as paid_seconds,
        ---------- dates
        cast(period_start_date as date) as period_starts_on,
        cast(period_end_date as date) as period_ends_on,
        cast(payment_date as date) as paid_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
