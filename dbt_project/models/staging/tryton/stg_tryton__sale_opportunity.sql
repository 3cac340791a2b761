with

source as (

    select * from {{ source('tryton', 'sale_opportunity') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as opportunity_record_id,
        cast(party as string) as party_record_id,
        cast(company as string) as company_record_id,
        cast(currency as string) as currency_record_id,
        cast(employee as string) as employee_record_id,
        ---------- attributes
        cast(number as string) as opportunity_number,
        cast(description as string) as name,
        cast(state as string) as state,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(conversion_probability as decimal(18, 4)) as conversion_ratio,
        ---------- dates
        cast(start_date as date) as opened_on,
        cast(end_date as date) as ended_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
