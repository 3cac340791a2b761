with

cause as (

    select * from {{ ref('close_causes') }}

),

final as (

    select
        table_name,
        record_kind,
        is_to_date,
        meaning

    from cause

)

select * from final
