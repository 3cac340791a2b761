{%- set to_date = 'partition by project.project_id order by period.period' -%}
with

project as (

    select * from {{ ref('dim_project') }}

),

project_budget as (

    select * from {{ ref('project') }}

),

task as (

    select * from {{ ref('task') }}

),

budget_version as (

    select * from {{ ref('budget_version') }}

),

forecast_line as (

    select * from {{ ref('forecast_line') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        project_id is not null
        and not is_budget_missing

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

rule as (

    select * from {{ ref('break_rules') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

task_budget as (

    select
        project_id,
        sum(budget_seconds) as budget_seconds

    from task
    where not is_deleted
    group by project_id

),

-- A change request adds to what it changes.
approved_budget as (

    select
        project_id,
        effective_on,
        sum(budget_seconds) as budget_seconds,
        sum(amount_functional) as budget_amount,
        sum(case when amount is not null and amount_functional is null then 1 else 0 end) as unrated_count

    from budget_version
    where
        not is_deleted
        and coalesce(status, 'approved') = 'approved'
        and kind in ('customer_purchase_order', 'customer_purchase_order_change')
        and effective_on <= {{ valued_on() }}
    group by project_id, effective_on

),

budgeted as (

    select
        project.project_id,
        period.period,
        sum(approved_budget.budget_seconds) as budget_seconds,
        sum(approved_budget.budget_amount) as budget_amount,
        sum(approved_budget.unrated_count) as unrated_count

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join approved_budget
        on
            project.project_id = approved_budget.project_id
            and period.measured_on >= approved_budget.effective_on
    group by project.project_id, period.period

),

worked as (

    select
        project_id,
        recognised_period as period,
        sum(duration_seconds) as duration_seconds,
        sum(value_amount_functional) as value_amount,
        sum(cost_amount_functional) as cost_amount,
        sum(
            case
                when
                    (value_amount is not null and value_amount_functional is null)
                    or (cost_amount is not null and cost_amount_functional is null)
                    then 1
                else 0
            end
        ) as unrated_count

    from time_value
    where project_id is not null
    group by project_id, recognised_period

),

-- The last version of the plan, for the months after the period.
latest_forecast as (

    select
        project_id,
        max(version) as version

    from forecast_line
    where
        not is_deleted
        and project_id is not null
    group by project_id

),

planned as (

    select
        project.project_id,
        period.period,
        sum(forecast_line.duration_seconds) as duration_seconds,
        sum(forecast_line.cost_amount_functional) as cost_amount

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join latest_forecast on project.project_id = latest_forecast.project_id
    inner join forecast_line
        on
            latest_forecast.project_id = forecast_line.project_id
            and latest_forecast.version = forecast_line.version
            and period.measured_on < forecast_line.month_on
    where not forecast_line.is_deleted
    group by project.project_id, period.period

),

-- Contract lines say how far a project is by their own method; what has none is not asked.
progress as (

    select
        project_id,
        period,
        sum(revenue_to_date_amount) as earned_to_date_amount,
        sum(price) as contract_price_amount,
        max(currency) as contract_currency,
        sum(estimated_seconds - seconds_to_date) as still_seconds,
        sum(estimated_cost_amount - cost_to_date_amount) as still_cost_amount

    from earned_revenue
    group by project_id, period
    having count(distinct currency) = 1

),

fixed_price as (

    select
        project_id,
        sum(price_functional) as price_amount

    from contract_line
    where
        not is_deleted
        and revenue_method <> 'as_invoiced'
        and project_id is not null
    group by project_id

),

cell as (

    select
        project.project_id,
        project.project_name,
        project.client_id,
        project.legal_entity_id,
        project.billing_type,
        period.period,
        period.measured_on,
        period.status as period_status,
        legal_entity.functional_currency as currency,
        coalesce(budgeted.budget_seconds, project_budget.budget_seconds, task_budget.budget_seconds) as budget_seconds,
        budgeted.budget_amount,
        coalesce(worked.duration_seconds, 0) as actual_seconds,
        coalesce(worked.value_amount, 0) as value_amount,
        coalesce(worked.cost_amount, 0) as cost_amount,
        sum(coalesce(worked.duration_seconds, 0)) over ({{ to_date }}) as seconds_to_date,
        sum(coalesce(worked.value_amount, 0)) over ({{ to_date }}) as value_to_date,
        sum(coalesce(worked.cost_amount, 0)) over ({{ to_date }}) as cost_to_date,
        coalesce(worked.unrated_count, 0) + coalesce(budgeted.unrated_count, 0) as unrated_count,
        planned.duration_seconds as planned_seconds,
        planned.cost_amount as planned_cost_amount,
        progress.earned_to_date_amount,
        progress.contract_price_amount,
        progress.contract_currency,
        progress.still_seconds,
        progress.still_cost_amount,
        fixed_price.price_amount as fixed_price_amount

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join project_budget on project.project_id = project_budget.project_id
    left join task_budget on project.project_id = task_budget.project_id
    left join budgeted
        on
            project.project_id = budgeted.project_id
            and period.period = budgeted.period
    left join worked
        on
            project.project_id = worked.project_id
            and period.period = worked.period
    left join planned
        on
            project.project_id = planned.project_id
            and period.period = planned.period
    left join progress
        on
            project.project_id = progress.project_id
            and period.period = progress.period
    left join fixed_price on project.project_id = fixed_price.project_id
    where not project.is_deleted

),

-- What is still to come: the estimate somebody made, else the plan, else what is left of the budget.
remaining as (

    select
        *,
        case
            when still_seconds is not null then 'estimate'
            when planned_seconds is not null then 'forecast'
            when budget_seconds is not null then 'budget'
        end as remaining_basis,
        case
            when still_seconds is not null then still_seconds
            when planned_seconds is not null then planned_seconds
            when budget_seconds > seconds_to_date then budget_seconds - seconds_to_date
            when budget_seconds is not null then 0
        end as remaining_seconds

    from cell

),

-- Hours for which nobody planned a cost go on costing what hours did so far.
costed as (

    select
        *,
        case
            when remaining_basis = 'estimate' and still_cost_amount is not null then still_cost_amount
            when remaining_basis = 'forecast' and planned_cost_amount is not null then planned_cost_amount
            else {{ money_share('cost_to_date', 'remaining_seconds', 'nullif(seconds_to_date, 0)') }}
        end as remaining_cost_amount

    from remaining

),

distorting as (

    {{ breaks_of_kpi('forecast') }}

),

touching as (

    select
        cell.project_id,
        cell.period,
        {{ break_exposure('distorting') }}

    from cell
    inner join distorting
        on
            cell.project_id = distorting.project_id
            and cell.period = coalesce(distorting.period, cell.period)
    group by cell.project_id, cell.period

),

judged as (

    select
        *,
        cast(seconds_to_date + remaining_seconds as bigint) as eac_seconds,
        cast(cost_to_date + remaining_cost_amount as decimal(18, 4)) as eac_cost_amount,
        case
            when unrated_count > 0 then 'amounts without an exchange rate'
            when budget_seconds is null then 'no budget'
            when coalesce(remaining_basis, '') <> 'estimate' then 'no estimate to complete'
            when period_status <> 'closed' then 'period not closed'
        end as reason

    from costed

),

final as (

    select
        judged.project_id,
        judged.project_name,
        judged.client_id,
        judged.legal_entity_id,
        judged.billing_type,
        judged.period,
        judged.measured_on,
        cast(judged.budget_seconds as bigint) as budget_seconds,
        cast(judged.budget_amount as decimal(18, 4)) as budget_amount,
        cast(judged.actual_seconds as bigint) as actual_seconds,
        cast(judged.value_amount as decimal(18, 4)) as value_amount,
        cast(judged.cost_amount as decimal(18, 4)) as cost_amount,
        cast(judged.seconds_to_date as bigint) as seconds_to_date,
        cast(judged.value_to_date as decimal(18, 4)) as value_to_date_amount,
        cast(judged.cost_to_date as decimal(18, 4)) as cost_to_date_amount,
        judged.remaining_basis,
        cast(judged.remaining_seconds as bigint) as remaining_seconds,
        cast(judged.remaining_cost_amount as decimal(18, 4)) as remaining_cost_amount,
        judged.eac_seconds,
        judged.eac_cost_amount,
        cast(judged.eac_seconds - judged.budget_seconds as bigint) as over_budget_seconds,
        cast(judged.fixed_price_amount as decimal(18, 4)) as fixed_price_amount,
        judged.currency,
        cast(judged.earned_to_date_amount as decimal(18, 4)) as earned_to_date_amount,
        cast(judged.contract_price_amount as decimal(18, 4)) as contract_price_amount,
        judged.contract_currency,
        {{ ratio('judged.seconds_to_date', 'judged.budget_seconds') }} as time_burn_ratio,
        {{ ratio('judged.value_to_date', 'judged.budget_amount') }} as money_burn_ratio,
        {{ ratio('judged.earned_to_date_amount', 'judged.contract_price_amount') }} as percent_complete_ratio,
        coalesce(judged.eac_cost_amount > judged.fixed_price_amount, false) as is_loss_expected,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.project_id = touching.project_id
            and judged.period = touching.period

)

select * from final
