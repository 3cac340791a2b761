with

source as (

    select * from {{ source('workday', 'worker_history') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as worker_record_id,
        cast(compensation_grade_id as string) as compensation_grade_record_id,
        ---------- attributes
        cast(worker_code as string) as employee_no,
        cast(primary_termination_category as string) as termination_category,
        cast(hire_reason as string) as hire_reason,
        cast(home_country as string) as home_country,
        cast(contract_vendor_name as string) as lending_vendor_name,
        cast(employee_compensation_currency as string) as pay_currency,
        cast(employee_compensation_frequency as string) as pay_frequency,
        cast(contract_currency_code as string) as contract_pay_currency,
        cast(contract_frequency_name as string) as contract_pay_frequency,
        ---------- measures
        cast(employee_compensation_total_base_pay as decimal(28, 12)) as base_pay,
        cast(contract_pay_rate as decimal(28, 12)) as contract_pay,
        ---------- booleans
        cast(active as boolean) as is_active,
        cast(terminated as boolean) as is_terminated,
        cast(rehire as boolean) as is_rehire,
        cast(hire_rescinded as boolean) as is_hire_rescinded,
        ---------- dates
        cast(hire_date as date) as hired_on,
        cast(original_hire_date as date) as first_hired_on,
        cast(termination_date as date) as terminated_on,
        cast(termination_last_day_of_work as date) as last_worked_on,
        cast(end_employment_date as date) as employment_ends_on,
        cast(contract_end_date as date) as contract_ends_on,
        cast(compensation_effective_date as date) as pay_effective_on,
        cast(version_start as timestamp) as version_starts_at,
        cast(version_end as timestamp) as version_ends_at,
        cast(synced_at as timestamp) as synced_at,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
