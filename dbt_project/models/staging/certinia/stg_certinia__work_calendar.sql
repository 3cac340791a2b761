with

source as (

    select * from {{ source('certinia', 'work_calendar') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as work_calendar_record_id,
        ---------- attributes
        cast(name as string) as name,
        ---------- measures
        cast(sunday_hours as bigint) as sunday_seconds,
        cast(monday_hours as bigint) as monday_seconds,
        cast(tuesday_hours as bigint) as tuesday_seconds,
        cast(wednesday_hours as bigint) as wednesday_seconds,
        cast(thursday_hours as bigint) as thursday_seconds,
        cast(friday_hours as bigint) as friday_seconds,
        cast(saturday_hours as bigint) as saturday_seconds,
        cast(standard_hours_per_day as bigint) as standard_day_seconds,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
