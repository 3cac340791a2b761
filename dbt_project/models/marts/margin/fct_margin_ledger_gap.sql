with

project as (

    select * from {{ ref('dim_project') }}
    where legal_entity_id is not null

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}
    where {{ tieout.is_posted_for('worked_on') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}
    where {{ tieout.is_posted_for('incurred_on') }}

),

expense_link as (

    select * from {{ ref('rec_expense_expense_posting_link') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where revenue_method <> 'as_invoiced'

),

progress_gap as (

    select * from {{ ref('fct_margin_progress_gap') }}

),

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

wip_movement as (

    select * from {{ ref('fct_wip_movement') }}
    where kind in ('billed', 'credit_reinstated')

),

ledger_line as (

    select
        project_id,
        legal_entity_id,
        period,
        account_class,
        amount,
        coalesce(transaction_amount, amount) as transaction_amount,
        coalesce(transaction_currency, currency) as transaction_currency

    from {{ ref('fct_ledger_line') }}
    where
        status = 'posted'
        and posted_on <= {{ valued_on() }}
        and project_id is not null

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

break_current as (

    select * from {{ ref('break_current') }}

),

bar_rule as (

    select * from {{ ref('margin_bar_rules') }}
    where bar in ('revenue_method', 'other_entity')

),

{{ posted_expense() }},

{{ posted_cost() }},

-- A legal entity whose ERP recognises nothing apart from billing earns, in its ledger, what it bills.
recognising as (

    select distinct legal_entity_id from revenue_event

),

-- What the ERP's own records of work, of progress and of expenses are worth as revenue; where no system of the firm
-- posts them, the PSA's.
due_rows as (

    select
        labour_posting.project_id,
        labour_posting.period,
        'time' as kind,
        labour_posting.currency,
        coalesce(labour_posting.revenue_amount, 0) as amount,
        coalesce(labour_posting.revenue_amount_functional, 0) as amount_functional

    from labour_posting
    inner join project
        on
            labour_posting.project_id = project.project_id
            and project.billing_type = 'time_and_materials'
    where coalesce(labour_posting.legal_entity_id = project.legal_entity_id, true)

    union all

    select
        project_id,
        recognised_period as period,
        'time' as kind,
        currency,
        coalesce(value_amount, 0) as amount,
        coalesce(value_amount_functional, 0) as amount_functional

    from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and not {{ tieout.is_delivered('labour_posting') }}

    union all

    select
        project_id,
        period,
        'method' as kind,
        currency,
        revenue_amount as amount,
        coalesce(revenue_amount_functional, 0) as amount_functional

    from earned_revenue

    union all

    select
        project_id,
        period,
        'method' as kind,
        currency,
        -earned_amount as amount,
        -revenue_amount as amount_functional

    from progress_gap

    union all

    select
        project_id,
        period,
        'expense' as kind,
        revenue_currency as currency,
        revenue_amount as amount,
        revenue_amount_functional as amount_functional

    from posted_expense
    where not is_elsewhere

    union all

    select
        project_id,
        recognised_period as period,
        'expense' as kind,
        revenue_currency as currency,
        revenue_amount as amount,
        coalesce(revenue_amount_functional, 0) as amount_functional

    from expense_value
    where not {{ tieout.is_delivered('expense_posting') }}

),

due as (

    select
        project.project_id,
        due_rows.period,
        case when recognising.legal_entity_id is null then 'billed' else due_rows.kind end as kind,
        due_rows.currency,
        cast(sum(due_rows.amount) as decimal(18, 4)) as amount,
        cast(sum(due_rows.amount_functional) as decimal(18, 4)) as amount_functional

    from due_rows
    inner join project on due_rows.project_id = project.project_id
    left join recognising on project.legal_entity_id = recognising.legal_entity_id
    group by
        project.project_id, due_rows.period,
        case when recognising.legal_entity_id is null then 'billed' else due_rows.kind end, due_rows.currency

),

recognised as (

    select
        project.project_id,
        revenue_event.period,
        case
            when revenue_event.kind in ('time', 'expense') then revenue_event.kind else 'method'
        end as kind,
        revenue_event.currency,
        cast(sum(revenue_event.amount) as decimal(18, 4)) as amount

    from revenue_event
    inner join project
        on
            revenue_event.project_id = project.project_id
            and coalesce(revenue_event.legal_entity_id, project.legal_entity_id) = project.legal_entity_id
    group by
        project.project_id, revenue_event.period,
        case when revenue_event.kind in ('time', 'expense') then revenue_event.kind else 'method' end,
        revenue_event.currency

    union all

    select
        project.project_id,
        wip_movement.period,
        'billed' as kind,
        wip_movement.currency,
        cast(-sum(wip_movement.amount) as decimal(18, 4)) as amount

    from wip_movement
    inner join project on wip_movement.project_id = project.project_id
    left join recognising on project.legal_entity_id = recognising.legal_entity_id
    where recognising.legal_entity_id is null
    group by project.project_id, wip_movement.period, wip_movement.currency

),

recognised_elsewhere as (

    select distinct
        revenue_event.project_id,
        revenue_event.period

    from revenue_event
    inner join project
        on
            revenue_event.project_id = project.project_id
            and revenue_event.legal_entity_id <> project.legal_entity_id

),

compared as (

    select
        coalesce(due.project_id, recognised.project_id) as project_id,
        coalesce(due.period, recognised.period) as period,
        coalesce(due.kind, recognised.kind) as kind,
        coalesce(due.currency, recognised.currency) as currency,
        coalesce(due.amount, 0) as due_amount,
        coalesce(due.amount_functional, 0) as due_amount_functional,
        coalesce(recognised.amount, 0) as recognised_amount,
        recognised.project_id is null as is_unrecognised

    from due
    full outer join recognised
        on
            due.project_id = recognised.project_id
            and due.period = recognised.period
            and due.kind = recognised.kind
            and due.currency = recognised.currency

),

-- A difference is translated as what it is the difference of, where all of it is missing; else at the rate of the day
-- on which the period is measured.
revenue_gap as (

    select
        compared.project_id,
        compared.period,
        compared.kind,
        case
            when compared.is_unrecognised and recognised_elsewhere.project_id is not null then 'other_entity'
            when compared.is_unrecognised and compared.kind <> 'billed' and period.hard_closed_at is null then 'pending'
            else 'revenue_method'
        end as bar,
        cast(compared.due_amount - compared.recognised_amount as decimal(18, 4)) as difference_amount,
        compared.currency,
        case
            when compared.is_unrecognised then compared.due_amount_functional
            else coalesce({{ tieout.money_mul(
                'compared.due_amount - compared.recognised_amount',
                tieout.rate_in_force('compared.currency', 'legal_entity.functional_currency', 'spot_rate.rate')
            ) }}, 0)
        end as revenue_amount

    from compared
    inner join project on compared.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join period
        on
            project.legal_entity_id = period.legal_entity_id
            and compared.period = period.period
    left join recognised_elsewhere
        on
            compared.project_id = recognised_elsewhere.project_id
            and compared.period = recognised_elsewhere.period
    left join spot_rate
        on
            compared.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and period.measured_on = spot_rate.rate_on
    where compared.due_amount <> compared.recognised_amount

),

-- What the ledger translates: the same amounts in their own currency stand in it in its own.
translated_rows as (

    select
        project_id,
        period,
        'revenue' as kind,
        currency,
        recognised_amount as own_amount,
        cast(0 as decimal(18, 4)) as ledger_own_amount,
        due_amount_functional as amount,
        cast(0 as decimal(18, 4)) as ledger_amount

    from compared

    union all

    select
        project_id,
        period,
        'revenue' as kind,
        currency,
        cast(0 as decimal(18, 4)) as own_amount,
        cast(0 as decimal(18, 4)) as ledger_own_amount,
        -revenue_amount as amount,
        cast(0 as decimal(18, 4)) as ledger_amount

    from revenue_gap

    union all

    select
        project_id,
        period,
        case kind when 'time' then 'labour' else kind end as kind,
        currency,
        own_amount,
        cast(0 as decimal(18, 4)) as ledger_own_amount,
        amount,
        cast(0 as decimal(18, 4)) as ledger_amount

    from posted_cost

    union all

    select
        ledger_line.project_id,
        ledger_line.period,
        case ledger_line.account_class
            when 'revenue' then 'revenue'
            when 'expense_cost' then 'expense'
            else 'labour'
        end as kind,
        ledger_line.transaction_currency as currency,
        cast(0 as decimal(18, 4)) as own_amount,
        case ledger_line.account_class
            when 'revenue' then -ledger_line.transaction_amount
            else ledger_line.transaction_amount
        end as ledger_own_amount,
        cast(0 as decimal(18, 4)) as amount,
        case ledger_line.account_class
            when 'revenue' then -ledger_line.amount
            else ledger_line.amount
        end as ledger_amount

    from ledger_line
    inner join project
        on
            ledger_line.project_id = project.project_id
            and ledger_line.legal_entity_id = project.legal_entity_id
    where ledger_line.account_class in ('revenue', 'labour_cost', 'subcontract_cost', 'expense_cost')

),

by_currency as (

    select
        translated_rows.project_id,
        translated_rows.period,
        translated_rows.kind,
        translated_rows.currency,
        sum(translated_rows.own_amount) as own_amount,
        sum(translated_rows.ledger_own_amount) as ledger_own_amount,
        sum(translated_rows.amount) as amount,
        sum(translated_rows.ledger_amount) as ledger_amount

    from translated_rows
    inner join project on translated_rows.project_id = project.project_id
    group by
        translated_rows.project_id, translated_rows.period, translated_rows.kind, translated_rows.currency

),

translated as (

    select
        project_id,
        period,
        kind,
        cast(sum(amount) - sum(ledger_amount) as decimal(18, 4)) as difference_amount,
        max(case when own_amount <> ledger_own_amount then 1 else 0 end) = 0 as is_same_in_own_currency

    from by_currency
    group by project_id, period, kind

),

every_gap as (

    select
        project_id,
        period,
        bar,
        kind,
        currency,
        difference_amount,
        revenue_amount,
        cast(0 as decimal(18, 4)) as cost_amount

    from revenue_gap

    union all

    select
        project_id,
        period,
        'fx' as bar,
        kind,
        'all' as currency,
        difference_amount,
        case when kind = 'revenue' then difference_amount else 0 end as revenue_amount,
        case when kind = 'revenue' then 0 else difference_amount end as cost_amount

    from translated
    where
        is_same_in_own_currency
        and difference_amount <> 0

),

blamed as (

    select
        bar_rule.bar,
        break_current.project_id,
        break_current.period,
        min(break_current.break_id) as break_id

    from break_current
    inner join bar_rule on break_current.rule_code = bar_rule.rule_code
    where break_current.project_id is not null
    group by bar_rule.bar, break_current.project_id, break_current.period

),

blamed_project as (

    select
        bar,
        project_id,
        min(break_id) as break_id

    from blamed
    group by bar, project_id

),

final as (

    select
        concat_ws('|', every_gap.project_id, every_gap.period, every_gap.bar, every_gap.kind, every_gap.currency)
            as margin_ledger_gap_id,
        every_gap.project_id,
        every_gap.period,
        every_gap.bar,
        every_gap.kind,
        coalesce(blamed.break_id, blamed_project.break_id) as break_id,
        every_gap.difference_amount,
        case every_gap.currency
            when 'all' then legal_entity.functional_currency
            else every_gap.currency
        end as difference_currency,
        cast(every_gap.revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(every_gap.cost_amount as decimal(18, 4)) as cost_amount,
        legal_entity.functional_currency as currency

    from every_gap
    inner join project on every_gap.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join blamed
        on
            every_gap.bar = blamed.bar
            and every_gap.project_id = blamed.project_id
            and every_gap.period = blamed.period
    left join blamed_project
        on
            every_gap.bar = blamed_project.bar
            and every_gap.project_id = blamed_project.project_id

)

select * from final
