with

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

project as (

    select * from {{ ref('project') }}

),

task as (

    select * from {{ ref('task') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

budgets as (

    select
        project_id,
        cast(sum(budget_seconds) as bigint) as budget_seconds

    from task
    where not is_deleted
    group by project_id

),

lines as (

    select
        contract_line.contract_line_id,
        contract_line._raw_row_id,
        coalesce(project.legal_entity_id, contract.legal_entity_id) as legal_entity_id,
        contract.client_id,
        contract_line.project_id,
        contract_line.price,
        contract_line.currency,
        coalesce(budgets.budget_seconds, 0) as budget_seconds

    from contract_line
    inner join contract on contract_line.contract_id = contract.contract_id
    left join project on contract_line.project_id = project.project_id
    left join budgets on contract_line.project_id = budgets.project_id
    where
        contract_line.revenue_method = 'input_hours'
        and contract.status in ('signed', 'completed', 'expired')
        and not contract_line.is_deleted
        and not contract.is_deleted

),

worked as (

    select
        project_id,
        recognised_period,
        cast(sum(duration_seconds) as bigint) as duration_seconds

    from time_value
    group by project_id, recognised_period

),

to_date as (

    select
        lines.contract_line_id,
        lines._raw_row_id,
        lines.legal_entity_id,
        lines.client_id,
        lines.project_id,
        period.period,
        period.measured_on,
        lines.price,
        lines.currency,
        lines.budget_seconds,
        cast(coalesce(sum(worked.duration_seconds), 0) as bigint) as seconds_to_date

    from lines
    inner join period on lines.legal_entity_id = period.legal_entity_id
    left join worked
        on
            lines.project_id = worked.project_id
            and worked.recognised_period <= period.period
    group by
        lines.contract_line_id, lines._raw_row_id, lines.legal_entity_id, lines.client_id, lines.project_id,
        period.period, period.measured_on, lines.price, lines.currency, lines.budget_seconds

),

-- Work beyond the budget moves the estimate, never the progress above one.
measured as (

    select
        *,
        case when seconds_to_date > budget_seconds then seconds_to_date else budget_seconds end as estimated_seconds

    from to_date

),

recognised as (

    select
        *,
        case
            when budget_seconds = 0 then cast(0 as decimal(18, 4))
            else {{ money_share('price', 'seconds_to_date', 'estimated_seconds') }}
        end as revenue_to_date_amount

    from measured

),

earned as (

    select
        contract_line_id,
        _raw_row_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        measured_on,
        price,
        currency,
        budget_seconds,
        estimated_seconds,
        seconds_to_date,
        revenue_to_date_amount,
        cast(
            revenue_to_date_amount - coalesce(
                lag(revenue_to_date_amount) over (partition by contract_line_id order by period), 0
            ) as decimal(18, 4)
        ) as revenue_amount,
        budget_seconds = 0 as is_budget_missing

    from recognised

),

final as (

    select
        earned.*,
        {{ tieout.money_mul(
            'earned.revenue_amount',
            tieout.rate_in_force('earned.currency', 'legal_entity.functional_currency', 'spot_rate.rate')
        ) }} as revenue_amount_functional

    from earned
    left join legal_entity on earned.legal_entity_id = legal_entity.legal_entity_id
    left join spot_rate
        on
            earned.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and earned.measured_on = spot_rate.rate_on

)

select * from final
