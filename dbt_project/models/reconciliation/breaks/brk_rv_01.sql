with

comparison as (

    select * from {{ ref('rec_expected_booked_revenue_comparison') }}

),

found as (

    select
        project_id as anchor_id,
        project_id as left_id,
        {{ null_of('string') }} as right_id,
        'revenue_event' as field,
        expected_amount as left_value,
        booked_amount as right_value,
        expected_amount as money_at_stake,
        currency,
        'under' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        period,
        period_ends_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The period to ', cast(period_ends_on as string), ' was closed without revenue: ',
            case revenue_method when 'as_invoiced' then 'approved time of ' else 'accepted milestones of ' end,
            cast(expected_amount as string), ' ', currency, ' are not recognised.'
        ) as explanation

    from comparison
    where is_unrecognised

),

final as (

    {{ break_rows('RV-01', 'found', "concat_ws('|', contract_line_id, period)") }}

)

select * from final
