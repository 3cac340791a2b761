{#- The imports of what `earned_to_date` reads of contracts: versions of their terms, estimates, accepted milestones. -#}
{% macro revenue_terms() -%}
contract_line_version as (

    select * from {{ ref('contract_line_version') }}
    where not is_deleted

),

estimate_to_complete as (

    select * from {{ ref('estimate_to_complete') }}
    where not is_deleted

),

milestone as (

    select * from {{ ref('milestone') }}
    where
        not is_deleted
        and accepted_at is not null

),

xref_project as (

    select * from {{ ref('xref_project') }}

)
{%- endmacro %}

{#-
  The steps that work out what each contract line earns to date at the end of each period, by its revenue method. Reads
  the steps `contract_line`, `contract_line_version`, `estimate_to_complete`, `milestone` (accepted ones),
  `xref_project`, `period`, `basis` (a row for each way of counting the work) and `work` (basis, contract_line_id,
  period, duration_seconds, cost_amount, value_amount). Ends with the step `earned`. An estimate that is held back also
  speaks of the periods before it since which nothing was worked: nothing has changed that it could have said otherwise.
-#}
{% macro earned_to_date(is_held_back=false) -%}
line_periods as (

    select
        basis.basis,
        contract_line.contract_line_id,
        contract_line._raw_row_id,
        contract_line.source_instance,
        contract_line.legal_entity_id,
        contract_line.client_id,
        contract_line.project_id,
        contract_line.revenue_method,
        contract_line.price as last_price,
        contract_line.cap as last_cap,
        contract_line.currency,
        contract_line.starts_on,
        contract_line.ends_on,
        period.period,
        period.ends_on as period_ends_on,
        period.measured_on,
        period.hard_closed_at

    from contract_line
    cross join basis
    inner join period
        on
            contract_line.legal_entity_id = period.legal_entity_id
            and contract_line.starts_on <= period.ends_on
    where
        not contract_line.is_deleted
        and contract_line.revenue_method is not null
        and contract_line.project_id is not null

),

-- The terms of a period are those in force at its end.
versions as (

    select
        line_periods.basis,
        line_periods.contract_line_id,
        line_periods.period,
        contract_line_version.price,
        contract_line_version.cap,
        row_number() over (
            partition by line_periods.basis, line_periods.contract_line_id, line_periods.period
            order by contract_line_version.effective_on desc, contract_line_version.version desc
        ) as place

    from line_periods
    inner join contract_line_version
        on
            line_periods.contract_line_id = contract_line_version.contract_line_id
            and line_periods.period_ends_on >= contract_line_version.effective_on

),

worked as (

    select
        basis,
        contract_line_id,
        period,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(cost_amount) as decimal(18, 4)) as cost_amount,
        cast(sum(value_amount) as decimal(18, 4)) as value_amount

    from work
    where contract_line_id is not null
    group by basis, contract_line_id, period

),

worked_to_date as (

    select
        line_periods.basis,
        line_periods.contract_line_id,
        line_periods.period,
        cast(coalesce(sum(worked.duration_seconds), 0) as bigint) as duration_seconds,
        cast(coalesce(sum(worked.cost_amount), 0) as decimal(18, 4)) as cost_amount,
        cast(coalesce(sum(worked.value_amount), 0) as decimal(18, 4)) as value_amount

    from line_periods
    left join worked
        on
            line_periods.basis = worked.basis
            and line_periods.contract_line_id = worked.contract_line_id
            and line_periods.period >= worked.period
    group by line_periods.basis, line_periods.contract_line_id, line_periods.period

),

accepted_to_date as (

    select
        line_periods.basis,
        line_periods.contract_line_id,
        line_periods.period,
        cast(sum(milestone.amount) as decimal(18, 4)) as accepted_amount

    from line_periods
    inner join xref_project on line_periods.contract_line_id = xref_project.contract_line_id
    inner join milestone
        on
            xref_project.project_id = milestone.project_id
            and line_periods.period_ends_on >= cast(milestone.accepted_at as date)
            and line_periods.currency = milestone.currency
    group by line_periods.basis, line_periods.contract_line_id, line_periods.period

),

-- An estimate is made of the last period that had ended when it was decided.
estimates as (

    select
        line_periods.basis,
        estimate_to_complete.estimate_to_complete_id,
        estimate_to_complete.contract_line_id,
        estimate_to_complete.version,
        estimate_to_complete.decided_at,
        estimate_to_complete.remaining_seconds,
        estimate_to_complete.remaining_cost_amount,
        max(line_periods.period) as estimated_period

    from estimate_to_complete
    inner join line_periods
        on
            estimate_to_complete.contract_line_id = line_periods.contract_line_id
            and cast(estimate_to_complete.decided_at as date) > line_periods.period_ends_on
    group by
        line_periods.basis, estimate_to_complete.estimate_to_complete_id, estimate_to_complete.contract_line_id,
        estimate_to_complete.version, estimate_to_complete.decided_at, estimate_to_complete.remaining_seconds,
        estimate_to_complete.remaining_cost_amount

),

-- Remaining hours for which the estimate names no cost go on costing what hours did so far.
estimated as (

    select
        estimates.basis,
        estimates.contract_line_id,
        estimates.version,
        estimates.decided_at,
        estimates.estimated_period,
        cast(worked_to_date.duration_seconds + estimates.remaining_seconds as bigint) as total_seconds,
        cast(
            worked_to_date.cost_amount + coalesce(
                estimates.remaining_cost_amount,
                {{ tieout.money_share(
                    'worked_to_date.cost_amount', 'estimates.remaining_seconds', 'worked_to_date.duration_seconds'
                ) }}
            ) as decimal(18, 4)
        ) as total_cost_amount

    from estimates
    inner join worked_to_date
        on
            estimates.basis = worked_to_date.basis
            and estimates.contract_line_id = worked_to_date.contract_line_id
            and estimates.estimated_period = worked_to_date.period

),

held_back as (

    select
        estimated.basis,
        estimated.contract_line_id,
        estimated.estimated_period,
        estimated.version,
        min(earlier.period) as holds_from

    from estimated
    inner join worked_to_date
        on
            estimated.basis = worked_to_date.basis
            and estimated.contract_line_id = worked_to_date.contract_line_id
            and estimated.estimated_period = worked_to_date.period
    inner join worked_to_date as earlier
        on
            worked_to_date.basis = earlier.basis
            and worked_to_date.contract_line_id = earlier.contract_line_id
            and worked_to_date.duration_seconds = earlier.duration_seconds
            and worked_to_date.period >= earlier.period
    group by estimated.basis, estimated.contract_line_id, estimated.estimated_period, estimated.version

),

estimates_in_force as (

    select
        line_periods.basis,
        line_periods.contract_line_id,
        line_periods.period,
        estimated.version as estimate_version,
        estimated.decided_at as estimate_decided_at,
        estimated.total_seconds,
        estimated.total_cost_amount,
        row_number() over (
            partition by line_periods.basis, line_periods.contract_line_id, line_periods.period
            order by
                case when estimated.estimated_period > line_periods.period then estimated.estimated_period else '' end,
                estimated.estimated_period desc, estimated.decided_at desc, estimated.version desc
        ) as place

    from line_periods
    inner join estimated
        on
            line_periods.basis = estimated.basis
            and line_periods.contract_line_id = estimated.contract_line_id
    inner join held_back
        on
            estimated.basis = held_back.basis
            and estimated.contract_line_id = held_back.contract_line_id
            and estimated.estimated_period = held_back.estimated_period
            and estimated.version = held_back.version
            and line_periods.period >= {{ 'held_back.holds_from' if is_held_back else 'estimated.estimated_period' }}

),

-- Work beyond the estimate moves the estimate, never the progress above one.
measured as (

    select
        line_periods.*,
        coalesce(versions.price, line_periods.last_price) as price,
        coalesce(versions.cap, case when versions.contract_line_id is null then line_periods.last_cap end) as cap,
        worked_to_date.duration_seconds as seconds_to_date,
        worked_to_date.cost_amount as cost_to_date_amount,
        worked_to_date.value_amount as value_to_date_amount,
        coalesce(accepted_to_date.accepted_amount, 0) as accepted_to_date_amount,
        estimates_in_force.estimate_version,
        estimates_in_force.estimate_decided_at,
        case
            when worked_to_date.duration_seconds > estimates_in_force.total_seconds then worked_to_date.duration_seconds
            else estimates_in_force.total_seconds
        end as estimated_seconds,
        case
            when worked_to_date.cost_amount > estimates_in_force.total_cost_amount then worked_to_date.cost_amount
            else estimates_in_force.total_cost_amount
        end as estimated_cost_amount,
        {{ tieout.days_between('line_periods.starts_on', 'line_periods.ends_on') }} + 1 as term_days,
        {{ tieout.days_between(
            'line_periods.starts_on',
            'case when line_periods.period_ends_on < line_periods.ends_on then line_periods.period_ends_on '
            ~ 'else line_periods.ends_on end'
        ) }} + 1 as elapsed_days

    from line_periods
    inner join worked_to_date
        on
            line_periods.basis = worked_to_date.basis
            and line_periods.contract_line_id = worked_to_date.contract_line_id
            and line_periods.period = worked_to_date.period
    left join versions
        on
            line_periods.basis = versions.basis
            and line_periods.contract_line_id = versions.contract_line_id
            and line_periods.period = versions.period
            and versions.place = 1
    left join accepted_to_date
        on
            line_periods.basis = accepted_to_date.basis
            and line_periods.contract_line_id = accepted_to_date.contract_line_id
            and line_periods.period = accepted_to_date.period
    left join estimates_in_force
        on
            line_periods.basis = estimates_in_force.basis
            and line_periods.contract_line_id = estimates_in_force.contract_line_id
            and line_periods.period = estimates_in_force.period
            and estimates_in_force.place = 1

),

-- Nothing is earned where nothing was worked; without an estimate progress is unknown.
earned as (

    select
        *,
        case revenue_method
            when 'as_invoiced' then value_to_date_amount
            when 'input_hours'
                then
                    case
                        when estimated_seconds = 0 then cast(0 as decimal(18, 4))
                        else {{ tieout.money_share('price', 'seconds_to_date', 'estimated_seconds') }}
                    end
            when 'input_cost'
                then
                    case
                        when estimated_cost_amount = 0 then cast(0 as decimal(18, 4))
                        else {{ tieout.money_share(
                            'price', tieout.money_units('cost_to_date_amount'), tieout.money_units('estimated_cost_amount')
                        ) }}
                    end
            when 'straight_line' then {{ tieout.money_share('price', 'elapsed_days', 'term_days') }}
            else accepted_to_date_amount
        end as earned_to_date_amount

    from measured

)
{%- endmacro %}

{#-
  What each line earns in each period, from `earned_to_date`: steps `projected` and `in_period`. A line without an estimate
  is held against the hours budgeted for it (step `budget`: project_id, budget_seconds); revenue stops at the cap. Money is
  translated at the spot rate of the day the period is measured on (steps `legal_entity` and `spot_rate`).
-#}
{% macro earned_in_period() -%}
projected as (

    select
        earned.*,
        earned.estimated_seconds is null and earned.revenue_method in ('input_hours', 'input_cost')
            as is_estimate_missing,
        coalesce(budget.budget_seconds, 0) = 0 as is_budget_missing,
        {{ tieout.in_minor_units(
            "case when earned.estimated_seconds is null and earned.revenue_method in ('input_hours', 'input_cost') then "
            ~ tieout.money_share(
                'earned.price', 'earned.seconds_to_date',
                'case when earned.seconds_to_date > budget.budget_seconds then earned.seconds_to_date '
                ~ 'else nullif(budget.budget_seconds, 0) end'
            ) ~ " else earned.earned_to_date_amount end", 'earned.currency'
        ) }} as uncapped_to_date_amount

    from earned
    left join budget on earned.project_id = budget.project_id

),

recognised as (

    select
        *,
        case
            when uncapped_to_date_amount > cap then cap
            else coalesce(uncapped_to_date_amount, 0)
        end as recognised_to_date_amount

    from projected

),

stepped as (

    select
        *,
        cast(
            recognised_to_date_amount
            - coalesce(lag(recognised_to_date_amount) over (partition by basis, contract_line_id order by period), 0)
            as decimal(18, 4)
        ) as revenue_amount,
        cast(
            coalesce(uncapped_to_date_amount, 0)
            - coalesce(lag(uncapped_to_date_amount) over (partition by basis, contract_line_id order by period), 0)
            as decimal(18, 4)
        ) as uncapped_revenue_amount

    from recognised

),

in_period as (

    select
        stepped.*,
        legal_entity.functional_currency,
        {{ tieout.rate_in_force('stepped.currency', 'legal_entity.functional_currency', 'spot_rate.rate') }}
            as fx_rate_functional

    from stepped
    left join legal_entity on stepped.legal_entity_id = legal_entity.legal_entity_id
    left join spot_rate
        on
            stepped.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and stepped.measured_on = spot_rate.rate_on

)
{%- endmacro %}

{#- Contract lines, under the legal entity of the project that delivers them where that names one: revenue is its. -#}
{% macro lines_of_projects() -%}
    select
        contract_line.contract_line_id,
        contract_line._raw_row_id,
        contract_line.source_instance,
        coalesce(project.legal_entity_id, contract_line.legal_entity_id) as legal_entity_id,
        contract_line.client_id,
        contract_line.project_id,
        contract_line.revenue_method,
        contract_line.price,
        contract_line.cap,
        contract_line.currency,
        contract_line.starts_on,
        contract_line.ends_on,
        contract_line.is_deleted

    from {{ ref('contract_line') }} as contract_line
    left join {{ ref('project') }} as project on contract_line.project_id = project.project_id
{%- endmacro %}

{#- Hours meant for each project: those of its tasks, else its own. Reads `task` and `project`; the step `budget`. -#}
{% macro budgeted_effort() -%}
task_budget as (

    select
        project_id,
        cast(sum(budget_seconds) as bigint) as budget_seconds

    from task
    where not is_deleted
    group by project_id

),

budget as (

    select
        project.project_id,
        coalesce(nullif(task_budget.budget_seconds, 0), project.budget_seconds) as budget_seconds

    from project
    left join task_budget on project.project_id = task_budget.project_id

)
{%- endmacro %}
