with

source as (

    select * from {{ source('workday', 'time_off') }}

),

final as (

    select
        ---------- ids
        cast(request_id as string) as request_record_id,
        ---------- attributes
        cast(employee_id as string) as employee_no,
        cast(time_off_type as string) as time_off_type,
        cast(unit as string) as quantity_unit,
        cast(status as string) as status,
        ---------- measures
        cast(quantity as decimal(18, 4)) as quantity,
        ---------- booleans
        cast(is_paid as boolean) as is_paid,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(submitted_moment as timestamp) as submitted_at,
        cast(approved_moment as timestamp) as approved_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
