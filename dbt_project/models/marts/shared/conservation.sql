{%- set by_entity = {'legal_entity_id': 'legal_entity_id', 'currency': 'currency'} -%}
{%- set by_currency = {'currency': 'currency'} -%}
{%- set by_period = {'legal_entity_id': 'legal_entity_id', 'period': 'period', 'currency': 'currency'} -%}
{%- set by_instance = {
    'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'currency': 'currency'
} -%}
{%- set wip_movements = wip_movement_kinds() | join('_amount + ') ~ '_amount' -%}
{%- set amounts = {'rows': 'count(*)', 'amount': 'sum(amount)'} -%}
{%- set plans = {'rows': 'count(*)', 'seconds': 'coalesce(sum(monday_seconds + friday_seconds), 0)'} -%}
{#- What a mart copies from its canonical entity, by the entity's name. -#}
{%- set facts = {
    'time_entry': ('time entries', {'rows': 'count(*)', 'seconds': 'sum(duration_seconds)'}),
    'invoice_line': ('invoice lines', amounts),
    'ledger_line': ('ledger lines', {'rows': 'count(*)', 'amount': 'sum(debit_amount)'}),
    'opportunity': ('opportunities', amounts),
    'milestone': ('milestones', amounts),
    'billing_event': ('billed records', amounts),
} -%}
with

file_to_raw as (

    select * from {{ ref('con_file_to_raw') }}

),

raw_to_canonical as (

    select * from {{ ref('con_raw_to_canonical') }}

),

reconciliation as (

    select * from {{ ref('con_reconciliation') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

line_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

wip_roll_forward as (

    select * from {{ ref('fct_wip_roll_forward') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}

),

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

bought_entry as (

    select distinct time_entry_id from {{ ref('acc_subcontract_time') }}

),

line_project as (

    select
        *,
        billed_period as period

    from {{ ref('acc_line_project') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

wip_movement as (

    select * from {{ ref('fct_wip_movement') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

signed_value as (

    select * from {{ ref('acc_signed_value') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

wip as (

    select * from {{ ref('kpi_wip') }}

),

margin as (

    select * from {{ ref('kpi_margin') }}

),

spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

-- Revenue by the month it is earned in, from entries and from lines: what enters WIP.
entered as (

    select
        project_id,
        recognised_period as period,
        currency,
        value_amount as amount

    from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and value_amount is not null

    union all

    select
        project_id,
        period,
        currency,
        revenue_amount as amount

    from line_revenue

),

-- Cells of a project are in one currency and of one legal entity; what is in another stands beside them by its name.
entered_in_cells as (

    select
        project.legal_entity_id,
        entered.project_id,
        entered.period,
        entered.currency,
        entered.amount

    from entered
    inner join project
        on
            entered.project_id = project.project_id
            and entered.currency = project.currency
    where project.legal_entity_id is not null

),

-- What margin earns: time up to its cap, adjustments of it, expenses recharged, and all else by the method of its line.
margin_earned as (

    select
        project_id,
        recognised_period as period,
        value_amount_functional as amount

    from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable

    union all

    select
        project_id,
        period,
        case revenue_method
            when 'as_invoiced' then over_cap_amount_functional
            else revenue_amount_functional
        end as amount

    from earned_revenue

    union all

    select
        project_id,
        recognised_period as period,
        revenue_amount_functional as amount

    from expense_value

    union all

    select
        project_id,
        period,
        written_down_amount as amount

    from margin

),

earned_by_project as (

    select
        project.legal_entity_id,
        margin_earned.period,
        legal_entity.functional_currency as currency,
        coalesce(margin_earned.amount, 0) as amount

    from margin_earned
    inner join project on margin_earned.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

facts as (

    {% for entity, (population, measures) in facts.items() -%}
    {{ conservation_equations(
        'canonical_to_marts', 'fct_' ~ entity, population,
        conservation_side(ref(entity), by_instance, measures, 'not is_deleted'),
        conservation_side(ref('fct_' ~ entity), by_instance, measures)
    ) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

wip_value as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_wip', 'value earned and value added',
        conservation_side('entered_in_cells', by_period, {'amount': 'sum(amount)'}),
        conservation_side('wip', by_period, {'amount': 'sum(value_added_amount + late_time_amount)'})
    ) }}

),

-- What issued lines bill is a movement of WIP, or an expense, or bills no one project.
billed_outside as (

    select
        legal_entity_id,
        period,
        currency,
        unallocated_amount as amount

    from line_project
    where
        billed_on <= {{ valued_on() }}
        and (project_id is null or coalesce(line_kind, '') = 'expense')

    union all

    select
        line_project.legal_entity_id,
        line_project.billed_period as period,
        entry_billing.currency,
        entry_billing.amount

    from entry_billing
    inner join line_project on entry_billing.invoice_line_id = line_project.invoice_line_id
    where
        entry_billing.is_issued
        and entry_billing.billed_on <= {{ valued_on() }}
        and entry_billing.project_id is null

    union all

    select
        legal_entity_id,
        period,
        currency,
        -amount as amount

    from wip_movement
    where kind in ('billed', 'credit_reinstated')

),

wip_billed as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_wip_movement', 'issued invoice lines and WIP billed, with what bills no one project',
        conservation_side('line_project', by_currency, {'amount': 'sum(amount)'}, "billed_on <= " ~ valued_on()),
        conservation_side('billed_outside', by_currency, {'amount': 'sum(amount)'}, 'amount <> 0')
    ) }}

),

project_movement as (

    select wip_movement.*

    from wip_movement
    inner join project
        on
            wip_movement.project_id = project.project_id
            and wip_movement.currency = project.currency
    where project.legal_entity_id is not null

),

wip_cells as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_wip', 'movements in the currency of their project and the cells',
        conservation_side('project_movement', {'period': 'period', 'currency': 'currency'}, {'amount': 'sum(amount)'}),
        conservation_side('wip', {'period': 'period', 'currency': 'currency'}, {
            'amount': 'sum(' ~ wip_movements ~ ')'
        }, wip_movement_kinds() | join('_amount <> 0 or ') ~ '_amount <> 0')
    ) }}

),

wip_lines as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_wip_roll_forward', 'movements of WIP and the lines they stand on',
        conservation_side('wip_movement', by_period, {'amount': 'sum(amount)'}, 'legal_entity_id is not null'),
        conservation_side('wip_roll_forward', by_period, {'amount': 'sum(' ~ wip_movements ~ ')'},
            wip_movement_kinds() | join('_amount <> 0 or ') ~ '_amount <> 0')
    ) }}

),

wip_adjustments as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_wip_movement', 'acts on unbilled work',
        conservation_side('wip_adjustment', by_currency, {'rows': 'count(*)', 'amount': 'sum(amount)'},
            'not is_deleted and amount <> 0 and project_id is not null and effective_on <= ' ~ valued_on()),
        conservation_side('wip_movement', by_currency, {'rows': 'count(*)', 'amount': 'sum(amount)'},
            'wip_adjustment_id is not null')
    ) }}

),

-- Time on no project, or on one of no legal entity, costs the firm and no project. Subcontractors are another cost.
cost_of_time as (

    select
        time_value.legal_entity_id,
        time_value.recognised_period as period,
        time_value.functional_currency as currency,
        case
            when bought_entry.time_entry_id is null then coalesce(time_value.cost_amount_functional, 0)
            else 0
        end as cost_amount,
        time_value.duration_seconds,
        project.legal_entity_id is not null as is_in_cells

    from time_value
    left join project on time_value.project_id = project.project_id
    left join bought_entry on time_value.time_entry_id = bought_entry.time_entry_id

),

costed as (

    select
        legal_entity_id,
        period,
        currency,
        labour_cost_amount
        + coalesce(selling_cost_amount, 0)
        + coalesce(overhead_cost_amount, 0)
        + coalesce(warranty_cost_amount, 0) as cost_amount,
        worked_seconds as duration_seconds

    from margin

    union all

    select
        legal_entity_id,
        period,
        currency,
        cost_amount,
        duration_seconds

    from cost_of_time
    where not is_in_cells

),

margin_revenue as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_margin', 'value earned and revenue',
        conservation_side('earned_by_project', by_period, {'amount': 'sum(amount)'}),
        conservation_side('margin', by_period, {'amount': 'sum(revenue_amount + agent_cost_amount)'})
    ) }}

),

-- What third parties cost projects is a cost of theirs, or off the revenue of an agent: either, and once.
third_party as (

    select
        project_id,
        period,
        amount_functional as amount

    from subcontract_cost

    union all

    select
        project_id,
        recognised_period as period,
        cost_amount_functional as amount

    from expense_value
    where is_billable

),

third_party_of_project as (

    select
        project.legal_entity_id,
        third_party.period,
        legal_entity.functional_currency as currency,
        coalesce(third_party.amount, 0) as amount

    from third_party
    inner join project on third_party.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

margin_third_party as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_margin', 'cost of third parties, as cost and off the revenue of agents',
        conservation_side('third_party_of_project', by_period, {'amount': 'sum(amount)'}),
        conservation_side('margin', by_period,
            {'amount': 'sum(pass_through_amount + subcontract_cost_amount + agent_cost_amount)'})
    ) }}

),

margin_cost as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_margin', 'cost of time and labour cost',
        conservation_side('cost_of_time', by_period,
            {'amount': 'sum(cost_amount)', 'seconds': 'sum(duration_seconds)'}),
        conservation_side('costed', by_period,
            {'amount': 'sum(cost_amount)', 'seconds': 'sum(duration_seconds)'}, 'duration_seconds <> 0')
    ) }}

),

utilization as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_utilization', 'time logged',
        conservation_side(ref('time_entry'), {}, {'seconds': 'coalesce(sum(duration_seconds), 0)'},
            "not is_deleted and status in ('approved', 'submitted') and worked_on <= " ~ valued_on()),
        conservation_side(
            ref('kpi_utilization'), {},
            {'seconds': 'coalesce(sum(logged_seconds - absence_seconds + twofold_absence_seconds), 0)'}
        )
    ) }}

),

utilization_rollup as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_utilization_rollup', 'people and their sums by each dimension',
        conservation_side(ref('kpi_utilization'), {},
            {'seconds': '6 * coalesce(sum(billable_seconds + logged_seconds + available_seconds), 0)'}),
        conservation_side(ref('kpi_utilization_rollup'), {},
            {'seconds': 'coalesce(sum(billable_seconds + logged_seconds + available_seconds), 0)'})
    ) }}

),

known_plan as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_assignment_version', 'plans as they were known',
        conservation_side(ref('assignment_version'), {}, plans),
        conservation_side(ref('fct_assignment_version'), {}, plans)
    ) }}

),

-- A day is there once per horizon, of the people of whom any plan is told.
forecast as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_forecast_day', 'time worked, per horizon',
        conservation_side(
            ref('fct_utilization_day') ~ ' cross join ' ~ ref('forecast_horizons'), {},
            {'seconds': 'coalesce(sum(worked_seconds + billable_seconds), 0)'},
            'worker_id in (select forecast_day.worker_id from ' ~ ref('fct_forecast_day') ~ ' as forecast_day)'
        ),
        conservation_side(ref('fct_forecast_day'), {}, {
            'seconds': 'coalesce(sum(worked_seconds + billable_seconds), 0)',
        })
    ) }}

),

forecast_rollup as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_forecast', 'days and their sums by each dimension',
        conservation_side(ref('fct_forecast_day'), {}, {
            'rows': '6 * count(*)',
            'seconds': '6 * coalesce(sum(case when is_known_then then forecast_seconds + worked_seconds + billable_seconds '
                ~ '+ absolute_error_seconds end), 0)',
        }),
        conservation_side(ref('kpi_forecast'), {}, {
            'rows': 'coalesce(sum(day_count), 0)',
            'seconds': 'coalesce(sum(forecast_seconds + worked_seconds + billable_seconds + absolute_error_seconds), 0)',
        })
    ) }}

),

days_to_invoice as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_days_to_invoice', 'value of billable time and weight of spells',
        conservation_side('time_value', by_entity, {'amount': 'sum(value_amount)', 'seconds': 'sum(duration_seconds)'},
            "billing_type = 'time_and_materials' and is_billable and value_amount is not null"),
        conservation_side('spell', by_entity, {'amount': 'sum(weight_amount)', 'seconds': 'sum(weight_seconds)'})
    ) }}

),

signed_line as (

    select distinct
        contract_line_id,
        currency

    from signed_value

),

-- Revenue of lines that nobody has signed is no backlog come true.
signed_revenue as (

    select recognised_revenue.*

    from recognised_revenue
    inner join signed_line
        on
            recognised_revenue.contract_line_id = signed_line.contract_line_id
            and recognised_revenue.currency = signed_line.currency

),

backlog_revenue as (

    {{ conservation_equations(
        'canonical_to_marts', 'fct_backlog_roll_forward', 'revenue of signed lines and what it took off backlog',
        conservation_side('signed_revenue', by_currency, {'amount': 'sum(amount)'}),
        conservation_side(ref('fct_backlog_roll_forward'), by_currency, {'amount': '-sum(recognised_amount)'})
    ) }}

),

realized as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_realization', 'value of billable time and its cohorts',
        conservation_side('time_value', by_currency, {'amount': 'sum(value_amount)', 'seconds': 'sum(duration_seconds)'},
            "billing_type = 'time_and_materials' and is_billable and value_amount is not null"),
        conservation_side(ref('kpi_realization'), by_currency,
            {'amount': 'sum(contract_amount)', 'seconds': 'sum(worked_seconds)'}, 'worked_seconds <> 0')
    ) }}

),

sync_records as (

    {{ conservation_equations(
        'canonical_to_marts', 'kpi_sync_health', 'records sent and their outcomes',
        conservation_side(ref('rec_record'), {}, {'rows': 'count(*)'}, "side = 'left'"),
        conservation_side(ref('kpi_sync_health'), {},
            {'rows': 'coalesce(sum(eligible_count + pending_count + excluded_count), 0)'})
    ) }}

),

equations as (

    select * from file_to_raw
    union all
    select * from raw_to_canonical
    union all
    select * from reconciliation
    union all
    select * from facts
    union all
    select * from wip_value
    union all
    select * from wip_billed
    union all
    select * from wip_cells
    union all
    select * from wip_lines
    union all
    select * from wip_adjustments
    union all
    select * from margin_revenue
    union all
    select * from margin_third_party
    union all
    select * from margin_cost
    union all
    select * from utilization
    union all
    select * from utilization_rollup
    union all
    select * from known_plan
    union all
    select * from forecast
    union all
    select * from forecast_rollup
    union all
    select * from days_to_invoice
    union all
    select * from backlog_revenue
    union all
    select * from realized
    union all
    select * from sync_records

),

final as (

    select
        hop,
        stream,
        population,
        source_instance,
        legal_entity_id,
        period,
        currency,
        measure,
        outcome,
        left_value,
        right_value,
        cast(left_value - right_value as decimal(38, 4)) as difference

    from equations

)

select * from final
