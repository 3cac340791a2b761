with

source as (

    select * from {{ source('tryton', 'timesheet_work') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as timesheet_work_record_id,
        cast(company as string) as company_record_id,
        split_part(origin, ',', 1) as origin_model,
        split_part(origin, ',', 2) as origin_record_id,
        ---------- attributes
        cast(origin as string) as origin_reference,
        cast(name as string) as name,
        ---------- dates
        cast(timesheet_start_date as date) as bookable_from,
        cast(timesheet_end_date as date) as bookable_to,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
