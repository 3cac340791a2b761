with

contract_line as (

    {{ lines_of_projects() }}

),

{{ revenue_terms() }},

time_value as (

    select * from {{ ref('acc_time_value') }}

),

task as (

    select * from {{ ref('task') }}

),

project as (

    select * from {{ ref('project') }}

),

fixed_fee_revenue as (

    select * from {{ ref('acc_fixed_fee_revenue') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

-- A running period is measured up to valued_on.
period as (

    select
        legal_entity_id,
        period,
        measured_on as ends_on,
        measured_on,
        hard_closed_at

    from {{ ref('acc_period') }}

),

{{ budgeted_effort() }},

basis as (

    select 'approved' as basis

),

work as (

    select
        'approved' as basis,
        xref_project.contract_line_id,
        time_value.recognised_period as period,
        time_value.duration_seconds,
        coalesce(time_value.standard_cost_amount_functional, 0) as cost_amount,
        case when time_value.is_billable then coalesce(time_value.value_amount, 0) else 0 end as value_amount

    from time_value
    inner join xref_project on time_value.project_id = xref_project.project_id

),

{{ earned_to_date(is_held_back=true) }},

{{ earned_in_period() }},

estimated_lines as (

    select distinct contract_line_id from estimate_to_complete

),

-- Fixed fees of a line that nobody ever estimates are measured on the budget of their tasks, to the last decimal.
budgeted as (

    select fixed_fee_revenue.*

    from fixed_fee_revenue
    left join estimated_lines on fixed_fee_revenue.contract_line_id = estimated_lines.contract_line_id
    where estimated_lines.contract_line_id is null

),

by_method as (

    select
        in_period.contract_line_id,
        in_period._raw_row_id,
        in_period.legal_entity_id,
        in_period.client_id,
        in_period.project_id,
        in_period.period,
        in_period.measured_on,
        in_period.revenue_method,
        in_period.currency,
        in_period.price,
        in_period.seconds_to_date,
        in_period.cost_to_date_amount,
        in_period.estimated_seconds,
        in_period.estimated_cost_amount,
        in_period.recognised_to_date_amount as revenue_to_date_amount,
        in_period.revenue_amount,
        cast(in_period.revenue_amount - in_period.uncapped_revenue_amount as decimal(18, 4)) as over_cap_amount,
        in_period.fx_rate_functional,
        in_period.is_estimate_missing and in_period.is_budget_missing as is_budget_missing

    from in_period
    left join budgeted
        on
            in_period.contract_line_id = budgeted.contract_line_id
            and in_period.period = budgeted.period
    where budgeted.contract_line_id is null

),

final as (

    select
        contract_line_id,
        _raw_row_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        measured_on,
        revenue_method,
        currency,
        price,
        seconds_to_date,
        cost_to_date_amount,
        estimated_seconds,
        estimated_cost_amount,
        revenue_to_date_amount,
        revenue_amount,
        over_cap_amount,
        {{ tieout.money_mul('revenue_amount', 'fx_rate_functional') }} as revenue_amount_functional,
        {{ tieout.money_mul('over_cap_amount', 'fx_rate_functional') }} as over_cap_amount_functional,
        is_budget_missing

    from by_method
    union all
    select
        contract_line_id,
        _raw_row_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        measured_on,
        'input_hours' as revenue_method,
        currency,
        price,
        seconds_to_date,
        {{ null_of('decimal(18, 4)') }} as cost_to_date_amount,
        {{ null_of('bigint') }} as estimated_seconds,
        {{ null_of('decimal(18, 4)') }} as estimated_cost_amount,
        revenue_to_date_amount,
        revenue_amount,
        cast(0 as decimal(18, 4)) as over_cap_amount,
        revenue_amount_functional,
        cast(0 as decimal(18, 4)) as over_cap_amount_functional,
        is_budget_missing

    from budgeted

)

select * from final
