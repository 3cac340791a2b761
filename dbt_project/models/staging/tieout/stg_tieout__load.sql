with

source as (

    select * from {{ source('meta', 'load') }}

),

final as (

    select
        load_id,
        instance as source_instance,
        vendor,
        entity,
        batch,
        file,
        sha256,
        cast(bytes as bigint) as byte_count,
        cast(rows_read as bigint) as rows_read,
        cast(rows_loaded as bigint) as rows_loaded,
        cast(rows_unchanged as bigint) as rows_unchanged,
        cast(rows_deleted as bigint) as rows_deleted,
        control_totals,
        landed_at,
        status

    from source

)

select * from final
