with

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

fixed_fee_revenue as (

    select * from {{ ref('acc_fixed_fee_revenue') }}

),

ledger_line as (

    select * from {{ ref('fct_ledger_line') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

worked as (

    select
        project_id,
        recognised_period as period,
        cast(sum(duration_seconds) as bigint) as worked_seconds,
        cast(sum(
            case
                when billing_type = 'time_and_materials' and is_billable then coalesce(value_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as time_revenue_amount,
        cast(sum(coalesce(cost_amount_functional, 0)) as decimal(18, 4)) as labour_cost_amount,
        sum(
            case
                when
                    (value_amount is not null and value_amount_functional is null)
                    or (cost_amount is not null and cost_amount_functional is null)
                    then 1
                else 0
            end
        ) as unrated_count,
        cast(sum(case when cost_amount is null then duration_seconds else 0 end) as bigint) as uncosted_seconds

    from time_value
    group by project_id, recognised_period

),

progressed as (

    select
        project_id,
        period,
        cast(sum(coalesce(revenue_amount_functional, 0)) as decimal(18, 4)) as fixed_fee_revenue_amount,
        sum(case when revenue_amount is not null and revenue_amount_functional is null then 1 else 0 end)
            as unrated_count,
        max(case when is_budget_missing then 1 else 0 end) as missing_budget_count

    from fixed_fee_revenue
    where project_id is not null
    group by project_id, period

),

booked as (

    select
        project_id,
        period,
        cast(-sum(amount) as decimal(18, 4)) as booked_revenue_amount

    from ledger_line
    where
        account_class = 'revenue'
        and status = 'posted'
        and project_id is not null
        and posted_on <= {{ valued_on() }}
    group by project_id, period

),

cell as (

    select
        project.project_id,
        project.project_name,
        project.client_id,
        project.client_name,
        project.legal_entity_id,
        project.billing_type,
        legal_entity.functional_currency as currency,
        period.period,
        period.status as period_status,
        coalesce(worked.worked_seconds, 0) as worked_seconds,
        coalesce(worked.uncosted_seconds, 0) as uncosted_seconds,
        coalesce(worked.time_revenue_amount, 0) as time_revenue_amount,
        coalesce(progressed.fixed_fee_revenue_amount, 0) as fixed_fee_revenue_amount,
        coalesce(progressed.missing_budget_count, 0) as missing_budget_count,
        progressed.project_id is not null as has_fixed_fee_line,
        coalesce(worked.labour_cost_amount, 0) as labour_cost_amount,
        coalesce(booked.booked_revenue_amount, 0) as booked_revenue_amount,
        coalesce(worked.unrated_count, 0) + coalesce(progressed.unrated_count, 0) as unrated_count

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join worked
        on
            project.project_id = worked.project_id
            and period.period = worked.period
    left join progressed
        on
            project.project_id = progressed.project_id
            and period.period = progressed.period
    left join booked
        on
            project.project_id = booked.project_id
            and period.period = booked.period

),

current_period as (

    select
        legal_entity_id,
        max(period) as period

    from period
    group by legal_entity_id

),

touching as (

    select
        cell.project_id,
        cell.period,
        {{ break_exposure('open_break') }}

    from cell
    inner join current_period on cell.legal_entity_id = current_period.legal_entity_id
    inner join open_break
        on
            cell.project_id = open_break.project_id
            and coalesce(open_break.period, current_period.period) = cell.period
    group by cell.project_id, cell.period

),

measured as (

    select
        *,
        cast(time_revenue_amount + fixed_fee_revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(time_revenue_amount + fixed_fee_revenue_amount - labour_cost_amount as decimal(18, 4))
            as gross_margin_amount,
        case
            when unrated_count > 0 then 'amounts without an exchange rate'
            when uncosted_seconds > 0 then 'time without a cost rate'
            when billing_type = 'fixed_fee' and not has_fixed_fee_line then 'fixed fee without a contract'
            when missing_budget_count > 0 then 'fixed fee without an effort estimate'
            when period_status <> 'closed' then 'period not closed'
        end as reason

    from cell

),

final as (

    select
        measured.project_id,
        measured.project_name,
        measured.client_id,
        measured.client_name,
        measured.legal_entity_id,
        measured.billing_type,
        measured.period,
        measured.worked_seconds,
        {{ hours('measured.worked_seconds') }} as worked_hours,
        measured.time_revenue_amount,
        measured.fixed_fee_revenue_amount,
        measured.revenue_amount,
        measured.labour_cost_amount,
        measured.gross_margin_amount,
        {{ ratio('measured.gross_margin_amount', 'measured.revenue_amount') }} as gross_margin_ratio,
        measured.booked_revenue_amount,
        cast(measured.booked_revenue_amount - measured.revenue_amount as decimal(18, 4)) as booked_less_earned_amount,
        measured.uncosted_seconds,
        measured.currency,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching
        on
            measured.project_id = touching.project_id
            and measured.period = touching.period

)

select * from final
