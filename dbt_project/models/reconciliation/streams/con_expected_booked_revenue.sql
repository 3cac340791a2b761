with

left_population as (

    select
        line.source_instance,
        line.legal_entity_id,
        fiscal_period.period,
        line.currency,
        0 as value_seconds,
        coalesce(expected_revenue.expected_amount, 0) as value_amount

    from {{ ref('contract_line') }} as line
    inner join {{ ref('fiscal_period') }} as fiscal_period
        on
            line.legal_entity_id = fiscal_period.legal_entity_id
            and line.starts_on <= fiscal_period.ends_on
    left join {{ ref('acc_expected_revenue') }} as expected_revenue
        on
            line.contract_line_id = expected_revenue.contract_line_id
            and fiscal_period.period = expected_revenue.period
    where
        not line.is_deleted
        and line.revenue_method is not null
        and line.project_id is not null
        and not fiscal_period.is_deleted
        and fiscal_period.hard_closed_at is not null
        and fiscal_period.ends_on <= {{ valued_on() }}

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        0 as value_seconds,
        amount as value_amount

    from {{ ref('revenue_event') }}
    where not is_deleted

),

final as (

    {{ stream_conservation('expected_booked_revenue') }}

)

select * from final
