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
        cast(coalesce(lines, 0) as bigint) as line_count,
        cast(coalesce(rows_read, 0) as bigint) as rows_read,
        cast(coalesce(rows_loaded, 0) as bigint) as rows_loaded,
        cast(coalesce(rows_unchanged, 0) as bigint) as rows_unchanged,
        cast(coalesce(rows_quarantined, 0) as bigint) as rows_quarantined,
        cast(rows_deleted as bigint) as rows_deleted,
        control_totals,
        original_name,
        effective_at,
        landed_at,
        status,
        reason

    from source

)

select * from final
