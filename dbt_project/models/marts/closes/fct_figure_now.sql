with

certificate as (

    select * from {{ ref('break_certified_period') }}

),

today as (

    {{ tieout.figures_today('certificate') }}

),

final as (

    select
        today.certificate_id,
        certificate.legal_entity_id,
        certificate.period,
        today.table_name,
        today.row_key,
        today.measure,
        today.project_id,
        today.worker_id,
        today.currency,
        today.value

    from today
    inner join certificate on today.certificate_id = certificate.certificate_id

)

select * from final
