with

source as (

    select * from {{ source('workday', 'holiday_calendar') }}

),

final as (

    select
        ---------- attributes
        cast(location as string) as location,
        cast(name as string) as name,
        ---------- dates
        cast(holiday_date as date) as holiday_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
