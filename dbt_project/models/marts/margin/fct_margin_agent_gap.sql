with

agent_project as (

    select * from {{ ref('acc_agent_project') }}

),

project as (

    select dim_project.*

    from {{ ref('dim_project') }} as dim_project
    inner join agent_project on dim_project.project_id = agent_project.project_id
    where dim_project.legal_entity_id is not null

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

gap as (

    select
        *,
        coalesce(left_id, right_id) as record_id,
        case when left_id is null then 'right' else 'left' end as side

    from {{ ref('fct_margin_gap') }}

),

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

time_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}
    where {{ tieout.is_posted_for('worked_on') }}

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
        and account_class in ('labour_cost', 'subcontract_cost', 'expense_cost')

),

-- Cost of third parties on either side: a posting is what the entry or expense is that it stands for.
third_party_time as (

    select distinct time_link.right_id as record_id

    from time_link
    inner join subcontract_time on time_link.left_id = subcontract_time.time_entry_id

),

linked_expense as (

    select
        expense_link.right_id,
        max(case when expense_value.is_billable then 1 else 0 end) = 1 as is_billable

    from expense_link
    inner join expense_value on expense_link.left_id = expense_value.expense_id
    group by expense_link.right_id

),

third_party as (

    select
        'time' as kind,
        'left' as side,
        time_entry_id as record_id

    from subcontract_time
    union all
    select
        'time' as kind,
        'right' as side,
        record_id

    from third_party_time
    union all
    select
        'expense' as kind,
        'left' as side,
        expense_id as record_id

    from expense_value
    where is_billable
    union all
    select
        'expense' as kind,
        'right' as side,
        expense_posting.expense_posting_id as record_id

    from expense_posting
    left join linked_expense on expense_posting.expense_posting_id = linked_expense.right_id
    where coalesce(linked_expense.is_billable, expense_posting.is_billable, false)

),

-- What differs of such cost is a difference of revenue, which an agent shows less of it.
differing as (

    select
        gap.margin_gap_id as source_id,
        gap.kind,
        gap.bar,
        gap.project_id,
        gap.period,
        -gap.cost_amount as revenue_amount,
        -gap.cost_amount as cost_amount

    from gap
    inner join project on gap.project_id = project.project_id
    inner join third_party
        on
            gap.kind = third_party.kind
            and gap.record_id = third_party.record_id
            and gap.side = third_party.side
    where gap.cost_amount <> 0

),

{{ posted_cost() }},

cost_rows as (

    select
        posted_cost.kind,
        posted_cost.project_id,
        posted_cost.period,
        posted_cost.currency,
        posted_cost.own_amount,
        posted_cost.amount,
        case when third_party.record_id is null then 0 else posted_cost.own_amount end as netted_own_amount,
        case when third_party.record_id is null then 0 else posted_cost.amount end as netted_amount,
        0 as ledger_own_amount,
        0 as ledger_amount

    from posted_cost
    left join third_party
        on
            posted_cost.kind = third_party.kind
            and posted_cost.record_id = third_party.record_id
            and third_party.side = 'right'

    union all

    select
        case ledger_line.account_class when 'expense_cost' then 'expense' else 'time' end as kind,
        ledger_line.project_id,
        ledger_line.period,
        ledger_line.transaction_currency as currency,
        0 as own_amount,
        0 as amount,
        0 as netted_own_amount,
        0 as netted_amount,
        ledger_line.transaction_amount as ledger_own_amount,
        ledger_line.amount as ledger_amount

    from ledger_line
    inner join project
        on
            ledger_line.project_id = project.project_id
            and ledger_line.legal_entity_id = project.legal_entity_id

),

by_currency as (

    select
        kind,
        project_id,
        period,
        currency,
        sum(own_amount - netted_own_amount) as net_own_amount,
        sum(ledger_own_amount) as ledger_own_amount,
        sum(amount - netted_amount) as net_amount,
        sum(netted_amount) as netted_amount,
        sum(ledger_amount) as ledger_amount

    from cost_rows
    group by kind, project_id, period, currency

),

-- An ERP that nets has no such cost in its ledger; one that does not has more revenue and cost, and the same margin.
presented as (

    select
        kind,
        project_id,
        period,
        sum(netted_amount) as netted_amount,
        sum(net_amount - ledger_amount) as translation_amount,
        max(case when net_own_amount <> ledger_own_amount then 1 else 0 end) = 0 as is_netted_in_erp

    from by_currency
    group by kind, project_id, period
    having sum(abs(netted_amount)) <> 0

),

every_gap as (

    select * from differing

    union all

    select
        'presentation' as source_id,
        kind,
        'revenue_method' as bar,
        project_id,
        period,
        -netted_amount as revenue_amount,
        case when is_netted_in_erp then 0 else -netted_amount end as cost_amount

    from presented

    union all

    select
        'translation' as source_id,
        kind,
        'fx' as bar,
        project_id,
        period,
        0 as revenue_amount,
        translation_amount as cost_amount

    from presented
    where
        is_netted_in_erp
        and translation_amount <> 0

),

final as (

    select
        concat_ws('|', every_gap.project_id, every_gap.period, every_gap.kind, every_gap.source_id)
            as margin_agent_gap_id,
        every_gap.kind,
        every_gap.bar,
        every_gap.project_id,
        every_gap.period,
        cast(every_gap.revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(every_gap.cost_amount as decimal(18, 4)) as cost_amount,
        legal_entity.functional_currency as currency

    from every_gap
    inner join project on every_gap.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
