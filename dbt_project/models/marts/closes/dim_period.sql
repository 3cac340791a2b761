with

period as (

    select * from {{ ref('acc_period') }}

),

certificate as (

    select * from {{ ref('close_certificate') }}
    where is_in_force

),

final as (

    select
        period.legal_entity_id,
        period.period,
        period.starts_on,
        period.ends_on,
        period.measured_on,
        period.status,
        period.hard_closed_at,
        certificate.certificate_id,
        certificate.status as certificate_status

    from period
    left join certificate
        on
            period.legal_entity_id = certificate.legal_entity_id
            and period.period = certificate.period

)

select * from final
