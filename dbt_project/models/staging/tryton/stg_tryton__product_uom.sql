with

source as (

    select * from {{ source('tryton', 'product_uom') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as uom_record_id,
        cast(category as string) as category_record_id,
        ---------- attributes
        cast(symbol as string) as symbol,
        cast(name as string) as name,
        ---------- measures
        cast(factor as decimal(28, 12)) as factor,
        ---------- booleans
        cast(active as boolean) as is_active,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
