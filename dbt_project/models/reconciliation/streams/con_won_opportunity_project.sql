with

left_population as (

    select
        opportunity.source_instance,
        opportunity.legal_entity_id,
        coalesce(calendar.period, {{ period_of('opportunity.closed_on') }}) as period,
        opportunity.currency,
        0 as value_seconds,
        coalesce(opportunity.amount, 0) as value_amount

    from {{ ref('opportunity') }} as opportunity
    left join {{ ref('business_calendar') }} as calendar
        on
            opportunity.legal_entity_id = calendar.legal_entity_id
            and opportunity.closed_on = calendar.calendar_on
    where
        opportunity.is_won
        and not opportunity.is_deleted

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('project') }}
    where not is_deleted

),

final as (

    {{ stream_conservation('won_opportunity_project', right_links_carry_money=false) }}

)

select * from final
