with

source as (

    select * from {{ source('tryton', 'company_employee_cost_price') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as cost_price_record_id,
        cast(employee as string) as employee_record_id,
        ---------- measures
        cast(cost_price as decimal(18, 4)) as hourly_amount,
        ---------- dates
        cast(date as date) as valid_from,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
