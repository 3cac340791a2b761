{%- set line = 'partition by expected_revenue.contract_line_id order by expected_revenue.period' -%}
with

expected_revenue as (

    select * from {{ ref('acc_expected_revenue') }}

),

comparison as (

    select * from {{ ref('rec_expected_booked_revenue_comparison') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

compared as (

    select
        expected_revenue.*,
        contract_line.contract_id,
        contract_line.contract_line_code,
        coalesce(contract_line.billing_type, 'unknown') as billing_type,
        comparison.booked_amount,
        comparison.booked_to_date_amount,
        comparison.exclusion,
        coalesce(comparison.is_break, false) as is_break,
        coalesce(comparison.is_over_cap, false) as is_over_cap,
        comparison.expected_revenue_id is not null as is_compared,
        lag(expected_revenue.gross_to_date_amount) over ({{ line }}) as previous_to_date_amount,
        lag(expected_revenue.seconds_to_date) over ({{ line }}) as previous_seconds,
        lag(expected_revenue.cost_to_date_amount) over ({{ line }}) as previous_cost_amount,
        lag(expected_revenue.estimate_version) over ({{ line }}) as previous_estimate_version,
        lag(expected_revenue.price) over ({{ line }}) as previous_price

    from expected_revenue
    inner join contract_line on expected_revenue.contract_line_id = contract_line.contract_line_id
    left join comparison on expected_revenue.expected_revenue_id = comparison.expected_revenue_id

),

-- What work of earlier periods earns by the estimate and price of this one.
restated as (

    select
        *,
        (estimate_version is distinct from previous_estimate_version)
        or (price is distinct from previous_price) as is_moved,
        case revenue_method
            when 'input_hours' then {{ money_share('price', 'previous_seconds', 'estimated_seconds') }}
            when 'input_cost'
                then {{ tieout.money_share(
                    'price', tieout.money_units('previous_cost_amount'), tieout.money_units('estimated_cost_amount')
                ) }}
        end as restated_amount

    from compared

),

rounded as (

    select
        *,
        {{ in_minor_units('restated_amount', 'currency') }} as restated_to_date_amount

    from restated

),

final as (

    select
        expected_revenue_id,
        contract_line_id,
        contract_line_code,
        contract_id,
        legal_entity_id,
        client_id,
        project_id,
        billing_type,
        revenue_method,
        period,
        period_ends_on,
        price,
        cap,
        seconds_to_date,
        cost_to_date_amount,
        estimate_version,
        estimate_decided_at,
        estimated_seconds,
        estimated_cost_amount,
        expected_amount,
        expected_to_date_amount,
        gross_to_date_amount,
        agent_cost_to_date_amount,
        cast(
            case
                when previous_to_date_amount is not null and is_moved
                    then restated_to_date_amount - previous_to_date_amount
                when restated_to_date_amount is not null then 0
            end as decimal(18, 4)
        ) as catch_up_amount,
        booked_amount,
        booked_to_date_amount,
        cast(booked_to_date_amount - expected_to_date_amount as decimal(18, 4)) as difference_to_date_amount,
        currency,
        exclusion,
        is_compared,
        is_break,
        is_over_cap,
        _raw_row_id

    from rounded

)

select * from final
