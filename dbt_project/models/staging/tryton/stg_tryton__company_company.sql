with

source as (

    select * from {{ source('tryton', 'company_company') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as company_record_id,
        cast(party as string) as party_record_id,
        cast(currency as string) as currency_record_id,
        ---------- attributes
        cast(timezone as string) as time_zone,
        ---------- measures
        {{ seconds_of('hours_per_work_day', 3600) }} as work_day_seconds,
        {{ seconds_of('hours_per_work_week', 3600) }} as work_week_seconds,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
