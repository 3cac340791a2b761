with

source as (

    select * from {{ source('tryton', 'currency_currency') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as currency_record_id,
        ---------- attributes
        cast(code as string) as currency_code,
        cast(name as string) as name,
        ---------- measures
        cast(digits as bigint) as minor_unit_digits,
        ---------- booleans
        cast(active as boolean) as is_active,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
