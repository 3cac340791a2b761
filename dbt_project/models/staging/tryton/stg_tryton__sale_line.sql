with

source as (

    select * from {{ source('tryton', 'sale_line') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as sale_line_record_id,
        cast(sale as string) as sale_record_id,
        cast(product as string) as product_record_id,
        cast(unit as string) as uom_record_id,
        ---------- attributes
        cast(type as string) as line_type,
        cast(description as string) as description,
        ---------- measures
        cast(sequence as bigint) as line_sequence,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
