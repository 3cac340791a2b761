with

source as (

    select * from {{ source('tryton', 'project_work') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as work_record_id,
        cast(parent as string) as parent_record_id,
        split_part(path, '/', 1) as root_record_id,
        cast(party as string) as party_record_id,
        cast(company as string) as company_record_id,
        cast(status as string) as status_record_id,
        cast(product as string) as product_record_id,
        cast(invoice_line as string) as invoice_line_record_id,
        ---------- attributes
        cast(type as string) as work_type,
        cast(name as string) as name,
        cast(project_invoice_method as string) as invoice_method,
        ---------- measures
        cast(list_price as decimal(18, 4)) as hourly_amount,
        cast(effort_duration as bigint) as effort_seconds,
        cast(progress as decimal(18, 4)) as progress_ratio,
        ---------- dates
        cast(project_invoice_timesheet_up_to as date) as billed_up_to_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
