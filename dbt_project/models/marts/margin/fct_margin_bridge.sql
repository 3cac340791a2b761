with

gap as (

    select * from {{ ref('fct_margin_gap') }}

),

progress_gap as (

    select * from {{ ref('fct_margin_progress_gap') }}

),

ledger_gap as (

    select * from {{ ref('fct_margin_ledger_gap') }}

),

agent_gap as (

    select * from {{ ref('fct_margin_agent_gap') }}

),

psa as (

    select * from {{ ref('fct_margin_psa') }}

),

erp as (

    select * from {{ ref('fct_margin_erp') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

bar as (

    select * from {{ ref('margin_bars') }}

),

piece as (

    select
        project_id,
        period,
        bar,
        break_id,
        revenue_amount,
        cost_amount

    from gap
    union all
    select
        project_id,
        period,
        bar,
        {{ null_of('string') }} as break_id,
        revenue_amount,
        cast(0 as decimal(18, 4)) as cost_amount

    from progress_gap
    union all
    select
        project_id,
        period,
        bar,
        break_id,
        revenue_amount,
        cost_amount

    from ledger_gap
    union all
    select
        project_id,
        period,
        bar,
        {{ null_of('string') }} as break_id,
        revenue_amount,
        cost_amount

    from agent_gap

),

named as (

    select
        piece.project_id,
        piece.period,
        piece.bar,
        bar.attribution_order,
        cast(sum(piece.revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(piece.revenue_amount - piece.cost_amount) as decimal(18, 4)) as amount,
        cast(count(distinct piece.break_id) as bigint) as break_count

    from piece
    inner join bar on piece.bar = bar.bar
    group by piece.project_id, piece.period, piece.bar, bar.attribution_order

),

-- From margin to margin: what the PSA shows, what the ERP shows, and all that is named between them.
side as (

    select
        project_id,
        period,
        revenue_amount,
        margin_amount as amount

    from psa
    union all
    select
        project_id,
        period,
        -revenue_amount as revenue_amount,
        -margin_amount as amount

    from erp
    union all
    select
        project_id,
        period,
        -revenue_amount as revenue_amount,
        -amount as amount

    from named

),

left_over as (

    select
        project_id,
        period,
        'unexplained' as bar,
        cast({{ margin_bars() | length + 1 }} as bigint) as attribution_order,
        cast(sum(revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(0 as bigint) as break_count

    from side
    group by project_id, period

),

every_bar as (

    select * from named
    union all
    select * from left_over

),

final as (

    select
        every_bar.project_id,
        every_bar.period,
        every_bar.bar,
        every_bar.attribution_order,
        project.client_id,
        project.legal_entity_id,
        every_bar.amount,
        every_bar.revenue_amount,
        every_bar.break_count,
        legal_entity.functional_currency as currency

    from every_bar
    inner join project on every_bar.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
