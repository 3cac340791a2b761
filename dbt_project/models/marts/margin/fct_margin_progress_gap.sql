with

contract_line as (

    {{ lines_of_projects() }}
    where contract_line.revenue_method in ('input_hours', 'input_cost')

),

{{ revenue_terms() }},

time_value as (

    select * from {{ ref('acc_time_value') }}

),

gap as (

    select * from {{ ref('fct_margin_gap') }}
    where kind = 'time'

),

task as (

    select * from {{ ref('task') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

bar as (

    select * from {{ ref('margin_bars') }}

),

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

-- The work as the PSA has it, and step by step as each bar makes it what the ERP has.
basis as (

    select
        'approved' as basis,
        '' as previous_basis,
        0 as attribution_order

    union all

    select
        bar as basis,
        coalesce(lag(bar) over (order by attribution_order), 'approved') as previous_basis,
        attribution_order

    from bar

),

changes as (

    select
        xref_project.contract_line_id,
        time_value.recognised_period as period,
        0 as attribution_order,
        cast(sum(time_value.duration_seconds) as bigint) as duration_seconds,
        cast(sum(coalesce(time_value.standard_cost_amount_functional, 0)) as decimal(18, 4)) as cost_amount

    from time_value
    inner join xref_project on time_value.project_id = xref_project.project_id
    group by xref_project.contract_line_id, time_value.recognised_period

    union all

    select
        xref_project.contract_line_id,
        gap.period,
        bar.attribution_order,
        cast(-sum(gap.duration_seconds) as bigint) as duration_seconds,
        cast(-sum(gap.cost_amount) as decimal(18, 4)) as cost_amount

    from gap
    inner join xref_project on gap.project_id = xref_project.project_id
    inner join bar on gap.bar = bar.bar
    group by xref_project.contract_line_id, gap.period, bar.attribution_order

),

work as (

    select
        basis.basis,
        changes.contract_line_id,
        changes.period,
        changes.duration_seconds,
        changes.cost_amount,
        cast(0 as decimal(18, 4)) as value_amount

    from basis
    inner join changes on basis.attribution_order >= changes.attribution_order
    inner join contract_line on changes.contract_line_id = contract_line.contract_line_id

),

{{ earned_to_date(is_held_back=true) }},

{{ earned_in_period() }},

translated as (

    select
        *,
        {{ money_mul('revenue_amount', 'fx_rate_functional') }} as revenue_amount_functional

    from in_period

),

final as (

    select
        concat_ws('|', after_bar.contract_line_id, after_bar.period, after_bar.basis) as margin_progress_gap_id,
        after_bar.contract_line_id,
        after_bar.project_id,
        after_bar.period,
        after_bar.basis as bar,
        cast(before_bar.revenue_amount - after_bar.revenue_amount as decimal(18, 4)) as earned_amount,
        after_bar.currency,
        cast(
            coalesce(before_bar.revenue_amount_functional, 0) - coalesce(after_bar.revenue_amount_functional, 0)
            as decimal(18, 4)
        ) as revenue_amount,
        after_bar.functional_currency,
        after_bar._raw_row_id

    from translated as after_bar
    inner join basis on after_bar.basis = basis.basis
    inner join translated as before_bar
        on
            basis.previous_basis = before_bar.basis
            and after_bar.contract_line_id = before_bar.contract_line_id
            and after_bar.period = before_bar.period
    where before_bar.revenue_amount <> after_bar.revenue_amount

)

select * from final
