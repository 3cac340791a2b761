with

source as (

    select * from {{ source('tryton', 'project_work_status') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as status_record_id,
        ---------- attributes
        cast(name as string) as name,
        ---------- measures
        cast(progress as decimal(18, 4)) as progress_ratio,
        ---------- booleans
        cast(count as boolean) as is_counted,
        cast(active as boolean) as is_active,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
