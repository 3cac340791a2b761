with

source as (

    select * from {{ source('tryton', 'account_period') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as period_record_id,
        cast(fiscalyear as string) as fiscal_year_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(type as string) as period_type,
        cast(state as string) as state,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
