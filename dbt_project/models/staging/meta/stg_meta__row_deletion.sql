with

source as (

    select * from {{ source('meta', 'row_deletion') }}

),

final as (

    select
        ---------- ids
        cast(key as string) as record_key,
        cast(_load_id as string) as load_id,
        ---------- attributes
        cast(vendor_entity as string) as entity,
        ---------- dates
        cast(deleted_at as timestamp) as deleted_at,
        ---------- lineage
        cast(_instance as string) as source_instance

    from source

)

select * from final
