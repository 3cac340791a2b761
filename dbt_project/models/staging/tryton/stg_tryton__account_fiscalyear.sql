with

source as (

    select * from {{ source('tryton', 'account_fiscalyear') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as fiscal_year_record_id,
        cast(company as string) as company_record_id,
        ---------- attributes
        cast(name as string) as name,
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
