with

project as (

    select * from {{ ref('dim_project') }}
    where legal_entity_id is not null

),

time_value as (

    select
        *,
        billing_type = 'time_and_materials' and is_billable as is_valued

    from {{ ref('acc_time_value') }}

),

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}
    where {{ tieout.is_posted_for('worked_on') }}

),

time_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

time_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

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

expense_record as (

    select * from {{ ref('rec_expense_expense_posting_record') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

break_current as (

    select * from {{ ref('break_current') }}

),

posted_twice as (

    select distinct right_id from {{ ref('brk_tm_03') }}

),

bar_rule as (

    select * from {{ ref('margin_bar_rules') }}

),

-- Both systems' records in one form: money of time only where it bills.
left_record as (

    select
        'time' as kind,
        time_value.time_entry_id as record_id,
        time_value.project_id,
        time_value.recognised_period as period,
        time_value.duration_seconds,
        case when time_value.is_valued then coalesce(time_value.value_amount, 0) else 0 end as revenue,
        case when time_value.is_valued then coalesce(time_value.value_amount_functional, 0) else 0 end
            as revenue_functional,
        time_value.currency as revenue_currency,
        time_value.fx_rate_functional as revenue_fx_rate,
        case when time_value.is_valued then coalesce(time_value.bill_hourly_amount, 0) else 0 end as revenue_hourly,
        coalesce(time_value.standard_cost_amount, 0) as cost,
        coalesce(time_value.standard_cost_amount_functional, 0) as cost_functional,
        time_value.standard_cost_currency as cost_currency,
        time_value.standard_cost_fx_rate_functional as cost_fx_rate,
        coalesce(time_value.standard_cost_hourly_amount, 0) as cost_hourly,
        subcontract_time.time_entry_id is not null as is_subcontracted,
        time_value._raw_row_id

    from time_value
    inner join project on time_value.project_id = project.project_id
    left join subcontract_time on time_value.time_entry_id = subcontract_time.time_entry_id

    union all

    select
        'expense' as kind,
        expense_value.expense_id as record_id,
        expense_value.project_id,
        expense_value.recognised_period as period,
        cast(0 as bigint) as duration_seconds,
        expense_value.revenue_amount as revenue,
        coalesce(expense_value.revenue_amount_functional, 0) as revenue_functional,
        expense_value.revenue_currency,
        {{ null_of('decimal(28,12)') }} as revenue_fx_rate,
        cast(0 as decimal(18, 4)) as revenue_hourly,
        expense_value.cost_amount as cost,
        coalesce(expense_value.cost_amount_functional, 0) as cost_functional,
        expense_value.currency as cost_currency,
        {{ null_of('decimal(28,12)') }} as cost_fx_rate,
        cast(0 as decimal(18, 4)) as cost_hourly,
        false as is_subcontracted,
        expense_value._raw_row_id

    from expense_value
    inner join project on expense_value.project_id = project.project_id

),

{{ posted_expense() }},

right_record as (

    select
        'time' as kind,
        labour_posting.labour_posting_id as record_id,
        labour_posting.project_id,
        labour_posting.period,
        labour_posting.duration_seconds,
        case when project.billing_type = 'time_and_materials' then coalesce(labour_posting.revenue_amount, 0) else 0 end
            as revenue,
        case
            when project.billing_type = 'time_and_materials' then coalesce(labour_posting.revenue_amount_functional, 0)
            else 0
        end as revenue_functional,
        labour_posting.currency as revenue_currency,
        coalesce(labour_posting.cost_amount, 0) as cost,
        coalesce(labour_posting.cost_amount_functional, 0) as cost_functional,
        labour_posting.cost_currency,
        labour_posting._raw_row_id

    from labour_posting
    left join project on labour_posting.project_id = project.project_id
    where coalesce(labour_posting.legal_entity_id = project.legal_entity_id, true)

    union all

    select
        'expense' as kind,
        expense_posting_id as record_id,
        project_id,
        period,
        cast(0 as bigint) as duration_seconds,
        revenue_amount as revenue,
        revenue_amount_functional as revenue_functional,
        revenue_currency,
        cost_amount as cost,
        cost_amount_functional as cost_functional,
        currency as cost_currency,
        _raw_row_id

    from posted_expense
    where not is_elsewhere

),

record as (

    {% for kind in ['time', 'expense'] -%}
    select
        '{{ kind }}' as kind,
        side,
        record_id,
        outcome,
        reason

    from {{ kind }}_record
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A posting that is there once too often stands for nothing.
link as (

    {% for kind, weight in {
        'time': 'time_link.allocated_seconds',
        'expense': 'cast(' ~ money_units('expense_link.allocated_amount') ~ ' as bigint)',
    }.items() -%}
    select
        '{{ kind }}' as kind,
        {{ kind }}_link.left_id,
        {{ kind }}_link.right_id,
        {{ weight }} as weight

    from {{ kind }}_link
    left join posted_twice on {{ kind }}_link.right_id = posted_twice.right_id
    where posted_twice.right_id is null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- What stands on a project in the books of another legal entity than the project's.
elsewhere as (

    select
        'time' as kind,
        time_link.left_id,
        min(labour_posting.project_id) as posted_project_id

    from time_link
    inner join labour_posting on time_link.right_id = labour_posting.labour_posting_id
    inner join project
        on
            labour_posting.project_id = project.project_id
            and labour_posting.legal_entity_id <> project.legal_entity_id
    group by time_link.left_id
    union all
    select
        'expense' as kind,
        expense_link.left_id,
        min(posted_expense.project_id) as posted_project_id

    from expense_link
    inner join posted_expense
        on
            expense_link.right_id = posted_expense.expense_posting_id
            and posted_expense.is_elsewhere
    group by expense_link.left_id

),

shared as (

    select
        kind,
        right_id,
        sum(weight) as total_weight

    from link
    group by kind, right_id
    having count(*) > 1

),

-- What a pair has of its posting: all of it, or its share of one that stands for several records.
paired as (

    select
        link.kind,
        link.left_id,
        link.right_id,
        right_record.project_id,
        right_record.period,
        right_record.duration_seconds,
        right_record.revenue,
        right_record.revenue_functional,
        right_record.revenue_currency,
        right_record.cost,
        right_record.cost_functional,
        right_record.cost_currency

    from link
    inner join right_record
        on
            link.kind = right_record.kind
            and link.right_id = right_record.record_id
    left join shared
        on
            link.kind = shared.kind
            and link.right_id = shared.right_id
    where shared.right_id is null

    union all

    select
        link.kind,
        link.left_id,
        link.right_id,
        right_record.project_id,
        right_record.period,
        case when link.kind = 'time' then link.weight else 0 end as duration_seconds,
        {% for amount in ['revenue', 'revenue_functional'] -%}
        {{ allocate(
            'right_record.' ~ amount, 'link.weight', 'shared.total_weight', 'link.kind, link.right_id', 'link.left_id'
        ) }} as {{ amount }},
        {% endfor -%}
        right_record.revenue_currency,
        {% for amount in ['cost', 'cost_functional'] -%}
        {{ allocate(
            'right_record.' ~ amount, 'link.weight', 'shared.total_weight', 'link.kind, link.right_id', 'link.left_id'
        ) }} as {{ amount }},
        {% endfor -%}
        right_record.cost_currency

    from link
    inner join shared
        on
            link.kind = shared.kind
            and link.right_id = shared.right_id
    inner join right_record
        on
            link.kind = right_record.kind
            and link.right_id = right_record.record_id

),

posted as (

    select
        kind,
        left_id,
        min(right_id) as right_id,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(revenue) as decimal(18, 4)) as revenue,
        cast(sum(revenue_functional) as decimal(18, 4)) as revenue_functional,
        min(revenue_currency) as lowest_revenue_currency,
        max(revenue_currency) as highest_revenue_currency,
        cast(sum(cost) as decimal(18, 4)) as cost,
        cast(sum(cost_functional) as decimal(18, 4)) as cost_functional,
        min(cost_currency) as lowest_cost_currency,
        max(cost_currency) as highest_cost_currency

    from paired
    group by kind, left_id

),

differing as (

    select
        left_record.*,
        posted.right_id,
        left_record.duration_seconds - posted.duration_seconds as seconds_gap,
        cast(left_record.revenue_functional - posted.revenue_functional as decimal(18, 4)) as revenue_gap_functional,
        cast(left_record.cost_functional - posted.cost_functional as decimal(18, 4)) as cost_gap_functional,
        case
            when
                left_record.revenue_currency = posted.lowest_revenue_currency
                and left_record.revenue_currency = posted.highest_revenue_currency
                then left_record.revenue - posted.revenue
            when left_record.revenue = 0 and posted.revenue = 0 then 0
        end as revenue_gap,
        case
            when
                left_record.cost_currency = posted.lowest_cost_currency
                and left_record.cost_currency = posted.highest_cost_currency
                then left_record.cost - posted.cost
            when left_record.cost = 0 and posted.cost = 0 then 0
        end as cost_gap

    from left_record
    inner join posted
        on
            left_record.kind = posted.kind
            and left_record.record_id = posted.left_id
    where
        left_record.duration_seconds <> posted.duration_seconds
        or left_record.revenue_functional <> posted.revenue_functional
        or left_record.cost_functional <> posted.cost_functional

),

-- Hours first, at the PSA's rates; then the rate of the hours that agree; what is left is translation.
attributed as (

    select
        *,
        coalesce(
            case
                when revenue_gap is not null
                    then {{ tieout.money_mul(
                        tieout.hours_times_rate('seconds_gap', 'revenue_hourly'), 'revenue_fx_rate'
                    ) }}
            end, 0
        ) as hours_revenue,
        coalesce(
            case
                when cost_gap is not null
                    then {{ tieout.money_mul(tieout.hours_times_rate('seconds_gap', 'cost_hourly'), 'cost_fx_rate') }}
            end, 0
        ) as hours_cost,
        case
            when coalesce(revenue_gap, 0) = 0 then 0
            when revenue_fx_rate is null or revenue_fx_rate = 1 then revenue_gap_functional
            else {{ money_mul('revenue_gap', 'revenue_fx_rate') }}
        end as own_revenue,
        case
            when coalesce(cost_gap, 0) = 0 then 0
            when cost_fx_rate is null or cost_fx_rate = 1 then cost_gap_functional
            else {{ money_mul('cost_gap', 'cost_fx_rate') }}
        end as own_cost

    from differing

),

found as (

    select
        kind,
        'hours' as bar,
        project_id,
        period,
        record_id as left_id,
        right_id,
        seconds_gap as duration_seconds,
        hours_revenue as revenue_amount,
        hours_cost as cost_amount,
        _raw_row_id

    from attributed
    where
        kind = 'time'
        and seconds_gap <> 0

    union all

    select
        kind,
        case kind when 'time' then 'bill_rate' else 'expense' end as bar,
        project_id,
        period,
        record_id as left_id,
        right_id,
        0 as duration_seconds,
        own_revenue - hours_revenue as revenue_amount,
        0 as cost_amount,
        _raw_row_id

    from attributed
    where own_revenue <> hours_revenue

    union all

    select
        kind,
        case
            when kind = 'expense' then 'expense'
            when is_subcontracted then 'subcontract'
            else 'cost_rate'
        end as bar,
        project_id,
        period,
        record_id as left_id,
        right_id,
        0 as duration_seconds,
        0 as revenue_amount,
        own_cost - hours_cost as cost_amount,
        _raw_row_id

    from attributed
    where own_cost <> hours_cost

    union all

    select
        kind,
        'fx' as bar,
        project_id,
        period,
        record_id as left_id,
        right_id,
        0 as duration_seconds,
        revenue_gap_functional - own_revenue as revenue_amount,
        cost_gap_functional - own_cost as cost_amount,
        _raw_row_id

    from attributed
    where
        revenue_gap_functional <> own_revenue
        or cost_gap_functional <> own_cost

),

-- What stands elsewhere in the ERP is missing where it was worked and too much where it stands.
moved as (

    select
        paired.kind,
        case
            when coalesce(paired.project_id, '') <> left_record.project_id then 'wrong_project'
            else 'period_shift'
        end as bar,
        left_record.project_id as left_project_id,
        left_record.period as left_period,
        paired.project_id as right_project_id,
        paired.period as right_period,
        paired.left_id,
        paired.right_id,
        paired.duration_seconds,
        paired.revenue_functional,
        paired.cost_functional,
        left_record._raw_row_id

    from paired
    inner join left_record
        on
            paired.kind = left_record.kind
            and paired.left_id = left_record.record_id
    where
        coalesce(paired.project_id, '') <> left_record.project_id
        or coalesce(paired.period, '') <> left_record.period

),

-- Where no system posts time, the ERP's revenue is held against the PSA's own records: cost alone is missing.
unposted as (

    select
        left_record.kind,
        case
            when elsewhere.posted_project_id <> left_record.project_id then 'wrong_project'
            when elsewhere.left_id is not null then 'other_entity'
            when record.outcome = 'pending' then 'pending'
            when record.outcome = 'excluded' then 'one_sided'
            when left_record.kind = 'expense' then 'expense'
            else 'unposted_time'
        end as bar,
        left_record.project_id,
        left_record.period,
        left_record.record_id as left_id,
        {{ null_of('string') }} as right_id,
        case when record.reason = 'no_such_system' then 0 else left_record.duration_seconds end as duration_seconds,
        case when record.reason = 'no_such_system' then 0 else left_record.revenue_functional end as revenue_amount,
        left_record.cost_functional as cost_amount,
        left_record._raw_row_id

    from left_record
    left join posted
        on
            left_record.kind = posted.kind
            and left_record.record_id = posted.left_id
    left join record
        on
            left_record.kind = record.kind
            and left_record.record_id = record.record_id
            and record.side = 'left'
    left join elsewhere
        on
            left_record.kind = elsewhere.kind
            and left_record.record_id = elsewhere.left_id
    where posted.left_id is null

),

surplus as (

    select
        right_record.kind,
        case
            when record.reason in ('reversal', 'reversed', 'withdrawn') then 'period_shift'
            when record.outcome = 'excluded' then 'one_sided'
            else 'duplicate_posting'
        end as bar,
        right_record.project_id,
        right_record.period,
        {{ null_of('string') }} as left_id,
        right_record.record_id as right_id,
        -right_record.duration_seconds as duration_seconds,
        -right_record.revenue_functional as revenue_amount,
        -right_record.cost_functional as cost_amount,
        right_record._raw_row_id

    from right_record
    left join link
        on
            right_record.kind = link.kind
            and right_record.record_id = link.right_id
    left join record
        on
            right_record.kind = record.kind
            and right_record.record_id = record.record_id
            and record.side = 'right'
    where
        link.right_id is null
        and right_record.project_id is not null

),

every_gap as (

    select
        *,
        'differs' as part

    from found
    union all
    {% for side, sign in {'left': '', 'right': '-'}.items() -%}
    select
        kind,
        bar,
        {{ side }}_project_id as project_id,
        {{ side }}_period as period,
        left_id,
        right_id,
        cast({{ sign }}duration_seconds as bigint) as duration_seconds,
        {{ sign }}revenue_functional as revenue_amount,
        {{ sign }}cost_functional as cost_amount,
        _raw_row_id,
        'moved_{{ side }}' as part

    from moved
    where {{ side }}_project_id is not null
    union all
    {% endfor -%}
    select
        *,
        'left_only' as part

    from unposted
    union all
    select
        *,
        'right_only' as part

    from surplus

),

broken_records as (

    {% for side in ['left_id', 'right_id'] -%}
    select
        bar_rule.bar,
        break_current.break_id,
        break_current.{{ side }} as record_id

    from break_current
    inner join bar_rule on break_current.rule_code = bar_rule.rule_code
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

broken as (

    select
        bar,
        record_id,
        min(break_id) as break_id

    from broken_records
    where record_id is not null
    group by bar, record_id

),

final as (

    select
        concat_ws('|', every_gap.bar, every_gap.part, every_gap.left_id, every_gap.right_id) as margin_gap_id,
        every_gap.kind,
        every_gap.bar,
        every_gap.project_id,
        every_gap.period,
        every_gap.left_id,
        every_gap.right_id,
        coalesce(of_left.break_id, of_right.break_id, of_project.break_id) as break_id,
        cast(every_gap.duration_seconds as bigint) as duration_seconds,
        cast(every_gap.revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(every_gap.cost_amount as decimal(18, 4)) as cost_amount,
        legal_entity.functional_currency as currency,
        every_gap._raw_row_id

    from every_gap
    inner join project on every_gap.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join broken as of_left
        on
            every_gap.bar = of_left.bar
            and every_gap.left_id = of_left.record_id
    left join broken as of_right
        on
            every_gap.bar = of_right.bar
            and every_gap.right_id = of_right.record_id
    left join broken as of_project
        on
            every_gap.bar = of_project.bar
            and every_gap.project_id = of_project.record_id

)

select * from final
