with

source as (

    select * from {{ source('tryton', 'timesheet_line') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as timesheet_line_record_id,
        cast(company as string) as company_record_id,
        cast(employee as string) as employee_record_id,
        cast(work as string) as timesheet_work_record_id,
        cast(invoice_line as string) as invoice_line_record_id,
        ---------- attributes
        cast(description as string) as description,
        ---------- measures
        cast(duration as bigint) as duration_seconds,
        cast(cost_price as decimal(18, 4)) as cost_hourly_amount,
        ---------- dates
        cast(date as date) as worked_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
