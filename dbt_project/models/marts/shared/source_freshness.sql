with

load as (

    select * from {{ ref('stg_tieout__load') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

ordered as (

    select
        *,
        row_number() over (partition by source_instance, entity order by landed_at desc, load_id desc) as recency,
        row_number() over (
            partition by source_instance, entity, status order by landed_at desc, load_id desc
        ) as recency_in_status,
        sum(rows_loaded) over (partition by source_instance, entity) as loaded_row_count

    from load
    where status <> 'refused'

),

latest as (

    select * from ordered
    where recency = 1

),

changed as (

    select * from ordered
    where
        recency_in_status = 1
        and status = 'loaded'

),

final as (

    select
        latest.source_instance,
        instance.source_system,
        latest.vendor as source_vendor,
        latest.entity,
        latest.landed_at as extracted_at,
        changed.landed_at as changed_at,
        latest.rows_read as row_count,
        cast(latest.loaded_row_count as bigint) as loaded_row_count,
        changed.load_id,
        changed.file,
        changed.sha256

    from latest
    inner join instance on latest.source_instance = instance.source_instance
    left join changed
        on
            latest.source_instance = changed.source_instance
            and latest.entity = changed.entity

)

select * from final
