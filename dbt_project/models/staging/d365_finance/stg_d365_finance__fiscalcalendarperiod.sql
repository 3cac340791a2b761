with

source as (

    select * from {{ source('d365_finance', 'fiscalcalendarperiod') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(fiscalcalendar as string) as fiscal_calendar_record_id,
        cast(fiscalcalendaryear as string) as fiscal_year_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(type as string) as period_type,
        ---------- dates
        cast(startdate as date) as starts_on,
        cast(enddate as date) as ends_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
