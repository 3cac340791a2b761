with

source as (

    select * from {{ source('certinia', 'schedule') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as schedule_record_id,
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
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
