with

certificate as (

    select * from {{ ref('break_certified_period') }}

),

today as (

    {{ figures_today('certificate') }}

),

final as (

    select
        certificate_id,
        table_name,
        row_key,
        measure,
        project_id,
        worker_id,
        currency,
        value

    from today

)

select * from final
