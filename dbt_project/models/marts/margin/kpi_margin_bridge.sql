{%- set bars = margin_bars() -%}
with

psa as (

    select * from {{ ref('fct_margin_psa') }}

),

erp as (

    select * from {{ ref('fct_margin_erp') }}

),

bridge as (

    select * from {{ ref('fct_margin_bridge') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- The bars of a project and month side by side, and how much they are apart from their signs.
bridged as (

    select
        project_id,
        period,
        {% for bar in bars + ['unexplained'] -%}
        cast(sum(case when bar = '{{ bar }}' then amount else 0 end) as decimal(18, 4)) as {{ bar }}_amount,
        {% endfor -%}
        cast(sum(case when bar = 'unexplained' then 0 else abs(amount) end) as decimal(18, 4)) as named_magnitude,
        cast(sum(break_count) as bigint) as bar_break_count

    from bridge
    group by project_id, period

),

cell as (

    select
        project.project_id,
        project.project_name,
        project.client_id,
        project.client_name,
        project.legal_entity_id,
        period.period,
        period.status as period_status,
        legal_entity.functional_currency as currency,
        coalesce(psa.revenue_amount, 0) as psa_revenue_amount,
        coalesce(psa.margin_amount, 0) as psa_margin_amount,
        coalesce(erp.revenue_amount, 0) as erp_revenue_amount,
        coalesce(erp.margin_amount, 0) as erp_margin_amount,
        {% for bar in bars + ['unexplained'] -%}
        coalesce(bridged.{{ bar }}_amount, 0) as {{ bar }}_amount,
        {% endfor -%}
        coalesce(bridged.named_magnitude, 0) as named_magnitude,
        coalesce(bridged.bar_break_count, 0) as bar_break_count

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    left join psa
        on
            project.project_id = psa.project_id
            and period.period = psa.period
    left join erp
        on
            project.project_id = erp.project_id
            and period.period = erp.period
    left join bridged
        on
            project.project_id = bridged.project_id
            and period.period = bridged.period

),

of_entity as (

    select
        legal_entity_id,
        period,
        cast(sum(psa_revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(abs(unexplained_amount)) as decimal(18, 4)) as unexplained_magnitude

    from cell
    group by legal_entity_id, period

),

gate as (

    select
        of_entity.legal_entity_id,
        of_entity.period,
        of_entity.unexplained_magnitude,
        case
            when
                {{ money_mul('abs(of_entity.revenue_amount)', 'entity_policy.margin_gate_ratio') }}
                > entity_policy.margin_gate_amount
                then {{ money_mul('abs(of_entity.revenue_amount)', 'entity_policy.margin_gate_ratio') }}
            else entity_policy.margin_gate_amount
        end as allowed_amount

    from of_entity
    inner join entity_policy on of_entity.legal_entity_id = entity_policy.legal_entity_id

),

touching as (

    {{ breaks_of_project_cells() }}

),

judged as (

    select
        cell.*,
        cast(cell.named_magnitude + abs(cell.unexplained_amount) as decimal(18, 4)) as bridge_magnitude,
        gate.unexplained_magnitude as entity_unexplained_amount,
        gate.allowed_amount as entity_allowed_amount,
        gate.unexplained_magnitude <= gate.allowed_amount as is_within_gate,
        case
            when gate.unexplained_magnitude > gate.allowed_amount then 'unexplained beyond the gate'
            when cell.period_status <> 'closed' then 'period not closed'
        end as reason

    from cell
    inner join gate
        on
            cell.legal_entity_id = gate.legal_entity_id
            and cell.period = gate.period

),

final as (

    select
        judged.project_id,
        judged.project_name,
        judged.client_id,
        judged.client_name,
        judged.legal_entity_id,
        judged.period,
        judged.psa_revenue_amount,
        judged.psa_margin_amount,
        {% for bar in bars + ['unexplained'] -%}
        judged.{{ bar }}_amount,
        {% endfor -%}
        judged.erp_margin_amount,
        judged.erp_revenue_amount,
        judged.named_magnitude as named_amount,
        judged.bridge_magnitude as bridge_amount,
        case
            when judged.bridge_magnitude = 0 then {{ ratio(1, 1) }}
            else {{ ratio('judged.named_magnitude', 'judged.bridge_magnitude') }}
        end as explained_ratio,
        judged.entity_unexplained_amount,
        judged.entity_allowed_amount,
        judged.is_within_gate,
        judged.bar_break_count,
        judged.currency,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.project_id = touching.project_id
            and judged.period = touching.period

)

select * from final
