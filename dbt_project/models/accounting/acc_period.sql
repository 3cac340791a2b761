with

fiscal_period as (

    select * from {{ ref('fiscal_period') }}

),

final as (

    select
        legal_entity_id,
        period,
        starts_on,
        ends_on,
        case when ends_on < {{ valued_on() }} then ends_on else {{ valued_on() }} end as measured_on,
        status,
        hard_closed_at

    from fiscal_period
    where
        not is_deleted
        and starts_on <= {{ valued_on() }}

)

select * from final
