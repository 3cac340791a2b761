with

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

worked as (

    select * from {{ ref('acc_project_time') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}

),

agent_project as (

    select * from {{ ref('acc_agent_project') }}

),

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}
    where
        not is_deleted
        and kind in ('write_down', 'write_off', 'write_up')
        and effective_on <= {{ valued_on() }}

),

intercompany_charge as (

    select * from {{ ref('fct_intercompany_charge') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

fx_rate_day as (

    select * from {{ ref('fx_rate_day') }}
    where to_currency = {{ group_currency() }}

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

effect as (

    {{ break_effects('kpi_margin', ['project_id', 'period']) }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

subcontracted as (

    select
        project_id,
        period,
        cast(sum(coalesce(amount_functional, 0)) as decimal(18, 4)) as subcontract_cost_amount,
        cast(sum(case when kind = 'cover' then coalesce(amount_functional, 0) else 0 end) as decimal(18, 4))
            as subcontract_cover_amount,
        sum(case when amount is not null and amount_functional is null then 1 else 0 end) as unrated_count

    from subcontract_cost
    where project_id is not null
    group by project_id, period

),

earned as (

    select
        project_id,
        period,
        {% for column, methods in {
            'fixed_fee_revenue_amount': "'input_hours', 'input_cost'",
            'milestone_revenue_amount': "'output', 'point_in_time'",
            'retainer_revenue_amount': "'straight_line'",
        }.items() -%}
        cast(sum(
            case when revenue_method in ({{ methods }}) then coalesce(revenue_amount_functional, 0) else 0 end
        ) as decimal(18, 4)) as {{ column }},
        {% endfor -%}
        cast(sum(
            case when revenue_method = 'as_invoiced' then coalesce(over_cap_amount_functional, 0) else 0 end
        ) as decimal(18, 4)) as over_cap_amount,
        sum(case when revenue_amount is not null and revenue_amount_functional is null then 1 else 0 end)
            as unrated_count,
        max(case when is_budget_missing then 1 else 0 end) as missing_budget_count,
        max(case when revenue_method <> 'as_invoiced' then 1 else 0 end) = 1 as has_fixed_fee_line

    from earned_revenue
    where project_id is not null
    group by project_id, period

),

written_down as (

    select
        wip_adjustment.project_id,
        coalesce(business_calendar.period, {{ period_of('wip_adjustment.effective_on') }}) as period,
        cast(sum(coalesce(wip_adjustment.amount_functional, 0)) as decimal(18, 4)) as written_down_amount,
        sum(
            case
                when wip_adjustment.amount is not null and wip_adjustment.amount_functional is null then 1 else 0
            end
        ) as unrated_count

    from wip_adjustment
    inner join project
        on
            wip_adjustment.project_id = project.project_id
            and project.billing_type = 'time_and_materials'
    left join business_calendar
        on
            project.legal_entity_id = business_calendar.legal_entity_id
            and wip_adjustment.effective_on = business_calendar.calendar_on
    group by
        wip_adjustment.project_id, coalesce(business_calendar.period, {{ period_of('wip_adjustment.effective_on') }})

),

spent as (

    select
        project_id,
        recognised_period as period,
        cast(sum(coalesce(revenue_amount_functional, 0)) as decimal(18, 4)) as expense_revenue_amount,
        cast(sum(case when is_billable then coalesce(cost_amount_functional, 0) else 0 end) as decimal(18, 4))
            as pass_through_amount,
        cast(sum(case when is_billable then 0 else coalesce(cost_amount_functional, 0) end) as decimal(18, 4))
            as unreimbursed_expense_amount,
        sum(case when cost_amount_functional is null or revenue_amount_functional is null then 1 else 0 end)
            as unrated_count

    from expense_value
    where project_id is not null
    group by project_id, recognised_period

),

borrowed as (

    select
        project_id,
        period,
        cast(sum(duration_seconds) as bigint) as borrowed_seconds,
        cast(sum(coalesce(borrowed_amount, 0)) as decimal(18, 4)) as borrowed_amount,
        cast(sum(coalesce(cost_amount, 0)) as decimal(18, 4)) as borrowed_cost_amount,
        sum(case when transfer_amount is not null and borrowed_amount is null then 1 else 0 end) as unrated_count

    from intercompany_charge
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
        period.measured_on,
        period.status as period_status,
        entity_policy.selling_work_codes is not null as is_selling_known,
        entity_policy.overhead_work_codes is not null as is_overhead_known,
        entity_policy.warranty_work_codes is not null as is_warranty_known,
        coalesce(worked.worked_seconds, 0) as worked_seconds,
        coalesce(worked.subcontracted_seconds, 0) as subcontracted_seconds,
        coalesce(worked.uncosted_seconds, 0) as uncosted_seconds,
        coalesce(worked.time_revenue_amount, 0) as time_revenue_amount,
        coalesce(earned.fixed_fee_revenue_amount, 0) as fixed_fee_revenue_amount,
        coalesce(earned.milestone_revenue_amount, 0) as milestone_revenue_amount,
        coalesce(earned.retainer_revenue_amount, 0) as retainer_revenue_amount,
        coalesce(earned.over_cap_amount, 0) as over_cap_amount,
        coalesce(earned.missing_budget_count, 0) as missing_budget_count,
        coalesce(written_down.written_down_amount, 0) as written_down_amount,
        coalesce(spent.expense_revenue_amount, 0) as expense_revenue_amount,
        coalesce(spent.pass_through_amount, 0) as recharged_cost_amount,
        coalesce(spent.unreimbursed_expense_amount, 0) as unreimbursed_expense_amount,
        coalesce(worked.standard_labour_cost_amount, 0) as standard_labour_cost_amount,
        coalesce(worked.labour_seconds, 0) as labour_seconds,
        coalesce(worked.payroll_seconds, 0) as payroll_seconds,
        coalesce(worked.payroll_labour_cost_amount, 0) as payroll_labour_cost_amount,
        coalesce(worked.payroll_variance_amount, 0) as payroll_variance_amount,
        coalesce(worked.selling_cost_amount, 0) as selling_cost_amount,
        coalesce(worked.overhead_cost_amount, 0) as overhead_cost_amount,
        coalesce(worked.warranty_cost_amount, 0) as warranty_cost_amount,
        coalesce(subcontracted.subcontract_cost_amount, 0) as bought_cost_amount,
        coalesce(subcontracted.subcontract_cover_amount, 0) as bought_cover_amount,
        agent_project.project_id is not null as is_agent,
        coalesce(borrowed.borrowed_seconds, 0) as borrowed_seconds,
        coalesce(borrowed.borrowed_amount, 0) as borrowed_amount,
        coalesce(borrowed.borrowed_cost_amount, 0) as borrowed_cost_amount,
        coalesce(booked.booked_revenue_amount, 0) as booked_revenue_amount,
        coalesce(worked.delivery_cost_amount, 0) as labour_cost_amount,
        coalesce(earned.has_fixed_fee_line, false) as has_fixed_fee_line,
        coalesce(worked.unrated_count, 0)
        + coalesce(earned.unrated_count, 0)
        + coalesce(written_down.unrated_count, 0)
        + coalesce(spent.unrated_count, 0)
        + coalesce(subcontracted.unrated_count, 0)
        + coalesce(borrowed.unrated_count, 0) as unrated_count

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join entity_policy on project.legal_entity_id = entity_policy.legal_entity_id
    left join agent_project on project.project_id = agent_project.project_id
    left join worked
        on
            project.project_id = worked.project_id
            and period.period = worked.period
    left join earned
        on
            project.project_id = earned.project_id
            and period.period = earned.period
    left join written_down
        on
            project.project_id = written_down.project_id
            and period.period = written_down.period
    left join spent
        on
            project.project_id = spent.project_id
            and period.period = spent.period
    left join subcontracted
        on
            project.project_id = subcontracted.project_id
            and period.period = subcontracted.period
    left join borrowed
        on
            project.project_id = borrowed.project_id
            and period.period = borrowed.period
    left join booked
        on
            project.project_id = booked.project_id
            and period.period = booked.period

),

touching as (

    {{ breaks_of_project_cells() }}

),

revenues as (

    select
        *,
        cast(
            time_revenue_amount
            + over_cap_amount
            + written_down_amount
            + fixed_fee_revenue_amount
            + milestone_revenue_amount
            + retainer_revenue_amount
            + expense_revenue_amount as decimal(18, 4)
        ) as gross_revenue_amount

    from cell

),

-- An agent earns what is left after third parties: their cost is off revenue, and is no cost a second time.
presented as (

    select
        *,
        {% for column, amount in {
            'pass_through_amount': 'recharged_cost_amount',
            'subcontract_cost_amount': 'bought_cost_amount',
            'subcontract_cover_amount': 'bought_cover_amount',
        }.items() -%}
        cast(case when is_agent then 0 else {{ amount }} end as decimal(18, 4)) as {{ column }},
        {% endfor -%}
        cast(case when is_agent then recharged_cost_amount + bought_cost_amount else 0 end as decimal(18, 4))
            as agent_cost_amount,
        cast(
            gross_revenue_amount - case when is_agent then recharged_cost_amount + bought_cost_amount else 0 end
            as decimal(18, 4)
        ) as revenue_amount

    from revenues

),

measured as (

    select
        *,
        cast(revenue_amount - pass_through_amount as decimal(18, 4)) as net_revenue_amount,
        cast(labour_cost_amount - standard_labour_cost_amount as decimal(18, 4)) as labour_variance_amount,
        cast(
            revenue_amount
            - pass_through_amount
            - labour_cost_amount
            - subcontract_cost_amount
            - unreimbursed_expense_amount as decimal(18, 4)
        ) as gross_margin_amount,
        cast(
            revenue_amount
            - pass_through_amount
            - standard_labour_cost_amount
            - subcontract_cost_amount
            - unreimbursed_expense_amount as decimal(18, 4)
        ) as delivery_margin_amount,
        cast(borrowed_amount - borrowed_cost_amount as decimal(18, 4)) as intercompany_elimination_amount,
        case
            when unrated_count > 0 then 'amounts without an exchange rate'
            when uncosted_seconds > 0 then 'time without a cost rate'
            when billing_type = 'fixed_fee' and not has_fixed_fee_line then 'fixed fee without a contract'
            when missing_budget_count > 0 then 'fixed fee without an effort estimate'
            when period_status <> 'closed' then 'period not closed'
        end as reason

    from presented

),

-- The average rate of the period, where there is one; else the spot rate of the day it is measured on.
translated as (

    select
        measured.*,
        {{ rate_in_force(
            'measured.currency', group_currency(), 'coalesce(average_rate.rate, spot_rate.rate)'
        ) }} as fx_rate_group

    from measured
    left join fx_rate_day as average_rate
        on
            measured.currency = average_rate.from_currency
            and measured.measured_on = average_rate.rate_on
            and average_rate.rate_type = 'average'
    left join fx_rate_day as spot_rate
        on
            measured.currency = spot_rate.from_currency
            and measured.measured_on = spot_rate.rate_on
            and spot_rate.rate_type = 'spot'

),

final as (

    select
        translated.project_id,
        translated.project_name,
        translated.client_id,
        translated.client_name,
        translated.legal_entity_id,
        translated.billing_type,
        translated.period,
        translated.worked_seconds,
        {{ hours('translated.worked_seconds') }} as worked_hours,
        translated.subcontracted_seconds,
        translated.time_revenue_amount,
        translated.over_cap_amount,
        translated.written_down_amount,
        translated.fixed_fee_revenue_amount,
        translated.milestone_revenue_amount,
        translated.retainer_revenue_amount,
        translated.expense_revenue_amount,
        translated.gross_revenue_amount,
        translated.agent_cost_amount,
        translated.revenue_amount,
        translated.pass_through_amount,
        translated.net_revenue_amount,
        translated.standard_labour_cost_amount,
        translated.labour_variance_amount,
        translated.labour_cost_amount,
        translated.labour_seconds,
        translated.payroll_labour_cost_amount,
        translated.payroll_variance_amount,
        translated.payroll_seconds,
        {{ ratio('translated.payroll_seconds', 'translated.labour_seconds') }} as payroll_covered_ratio,
        translated.subcontract_cost_amount,
        translated.subcontract_cover_amount,
        translated.unreimbursed_expense_amount,
        translated.gross_margin_amount,
        {{ ratio('translated.gross_margin_amount', 'translated.net_revenue_amount') }} as gross_margin_ratio,
        translated.delivery_margin_amount,
        {{ ratio('translated.delivery_margin_amount', 'translated.net_revenue_amount') }} as delivery_margin_ratio,
        case when translated.is_selling_known then translated.selling_cost_amount end as selling_cost_amount,
        case when translated.is_overhead_known then translated.overhead_cost_amount end as overhead_cost_amount,
        case when translated.is_warranty_known then translated.warranty_cost_amount end as warranty_cost_amount,
        case
            when translated.is_selling_known and translated.is_overhead_known and translated.is_warranty_known
                then cast(
                    translated.gross_margin_amount
                    - translated.selling_cost_amount
                    - translated.overhead_cost_amount
                    - translated.warranty_cost_amount as decimal(18, 4)
                )
        end as contribution_margin_amount,
        translated.borrowed_seconds,
        translated.borrowed_amount,
        translated.borrowed_cost_amount,
        translated.intercompany_elimination_amount,
        cast(translated.gross_margin_amount - translated.intercompany_elimination_amount as decimal(18, 4))
            as local_gross_margin_amount,
        translated.booked_revenue_amount,
        cast(translated.booked_revenue_amount - translated.revenue_amount as decimal(18, 4))
            as booked_less_earned_amount,
        translated.uncosted_seconds,
        translated.currency,
        translated.fx_rate_group,
        {% for amount in ['revenue', 'net_revenue', 'labour_cost', 'gross_margin'] -%}
        {{ money_mul('translated.' ~ amount ~ '_amount', 'translated.fx_rate_group') }} as {{ amount }}_amount_group,
        {% endfor -%}
        {{ honest_columns('touching', 'freshness', 'translated.reason') }},
        {{ value_if_resolved('effect', 'translated.gross_margin_amount', 'translated.net_revenue_amount') }}

    from translated
    cross join freshness
    left join touching
        on
            translated.project_id = touching.project_id
            and translated.period = touching.period
    left join effect
        on
            translated.project_id = effect.project_id
            and translated.period = effect.period

)

select * from final
