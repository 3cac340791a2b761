with

source as (

    select * from {{ source('workday', 'worker_leave_status') }}

),

final as (

    select
        ---------- ids
        cast(leave_request_event_id as string) as leave_record_id,
        cast(worker_id as string) as worker_record_id,
        ---------- attributes
        cast(leave_of_absence_type as string) as leave_type,
        ---------- measures
        cast(leave_percentage as decimal(18, 4)) as leave_share,
        ---------- booleans
        cast(on_leave as boolean) as is_on_leave,
        cast(payroll_effect as boolean) as has_payroll_effect,
        ---------- dates
        cast(leave_start_date as date) as starts_on,
        cast(leave_end_date as date) as ends_on,
        cast(estimated_leave_end_date as date) as estimated_ends_on,
        cast(first_day_of_work as date) as returns_on,
        cast(synced_at as timestamp) as synced_at,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
