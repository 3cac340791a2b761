with

source as (

    select * from {{ source('holidays', 'public_holiday') }}

),

final as (

    select
        ---------- attributes
        cast(location as string) as location,
        cast(country as string) as country_code,
        cast(subdivision as string) as subdivision_code,
        cast(name as string) as name,
        ---------- dates
        cast(holiday_on as date) as holiday_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
