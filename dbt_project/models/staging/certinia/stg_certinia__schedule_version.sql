with

source as (

    select * from {{ source('certinia_version', 'schedule') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as schedule_record_id,
        cast(id as string) as record_key,
        ---------- attributes
        coalesce(cast(is_deleted as boolean), false) as is_gone,
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
        ---------- lineage
        cast(_is_late as boolean) as is_late,
        cast(_loaded_at as timestamp) as loaded_at,
        _load_id as load_id,
        cast(_line as bigint) as line_number,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
