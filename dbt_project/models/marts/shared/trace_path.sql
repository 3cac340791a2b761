with

trace_path as (

    select * from {{ ref('trace_paths') }}

),

final as (

    select
        parent_table,
        child_table,
        measure,
        condition,
        note

    from trace_path

)

select * from final
