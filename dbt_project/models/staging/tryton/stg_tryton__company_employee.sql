with

source as (

    select * from {{ source('tryton', 'company_employee') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as employee_record_id,
        cast(party as string) as party_record_id,
        cast(company as string) as company_record_id,
        cast(supervisor as string) as supervisor_record_id,
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
