{%- set buckets = ['0_30', '31_60', '61_90', '91_120', '121_up'] -%}
with

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

movement as (

    select * from {{ ref('fct_wip_movement') }}

),

open_item as (

    select * from {{ ref('fct_wip_open') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

effect as (

    {{ break_effects('kpi_wip', ['project_id', 'period']) }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

moved as (

    select
        project_id,
        period,
        currency,
        {% for kind in wip_movement_kinds() -%}
        cast(sum(case when kind = '{{ kind }}' then amount else 0 end) as decimal(18, 4)) as {{ kind }}_amount,
        {% endfor -%}
        cast(sum(amount) as decimal(18, 4)) as net_amount

    from movement
    group by project_id, period, currency

),

carried as (

    select
        project_id,
        period,
        currency,
        {% for clock in ['aging', 'approval_aging'] -%}
        {% for bucket in buckets -%}
        cast(sum(case when {{ clock }}_bucket = '{{ bucket }}' then remaining_amount else 0 end) as decimal(18, 4))
            as {{ clock | replace('aging', 'aged') }}_{{ bucket }}_amount,
        {% endfor -%}
        cast(sum(case when {{ clock }}_bucket is null then remaining_amount else 0 end) as decimal(18, 4))
            as {{ clock | replace('aging', 'unaged') }}_amount,
        {% endfor -%}
        cast(sum(amount) as decimal(18, 4)) as closing_amount,
        cast(sum(duration_seconds) as bigint) as closing_seconds

    from open_item
    group by project_id, period, currency

),

unposted as (

    select
        line_project.project_id,
        period.period,
        cast(sum(line_project.amount) as decimal(18, 4)) as on_validated_invoice_amount

    from line_project
    inner join period
        on
            line_project.contracting_legal_entity_id = period.legal_entity_id
            and line_project.invoiced_on <= period.measured_on
    where line_project.invoice_status = 'validated'
    group by line_project.project_id, period.period

),

-- Figures are in the currency of the project; what is billed in another stands in conservation by its own name.
-- Every project has a row for every month of its legal entity, so that a month without movement still carries on.
cell as (

    select
        project.project_id,
        project.project_name,
        project.client_id,
        project.client_name,
        project.legal_entity_id,
        project.billing_type,
        project.currency,
        period.period,
        period.starts_on,
        period.measured_on,
        period.status as period_status

    from project
    inner join period on project.legal_entity_id = period.legal_entity_id

),

rolled as (

    select
        cell.*,
        {% for kind in wip_movement_kinds() -%}
        coalesce(moved.{{ kind }}_amount, 0) as {{ kind }}_amount,
        {% endfor -%}
        cast(
            coalesce(
                sum(moved.net_amount) over (
                    partition by cell.project_id order by cell.period
                    rows between unbounded preceding and 1 preceding
                ), 0
            ) as decimal(18, 4)
        ) as opening_amount

    from cell
    left join moved
        on
            cell.project_id = moved.project_id
            and cell.period = moved.period
            and cell.currency = moved.currency

),

touching as (

    {{ breaks_of_project_cells(is_balance=true) }}

),

judged as (

    select
        *,
        case when period_status <> 'closed' then 'period not closed' end as reason

    from rolled

),

final as (

    select
        judged.project_id,
        judged.project_name,
        judged.client_id,
        judged.client_name,
        judged.legal_entity_id,
        judged.billing_type,
        judged.period,
        judged.measured_on,
        judged.opening_amount,
        {% for kind in wip_movement_kinds() -%}
        judged.{{ kind }}_amount,
        {% endfor -%}
        coalesce(carried.closing_amount, 0) as closing_amount,
        coalesce(carried.closing_seconds, 0) as closing_seconds,
        {% for column in ['aged', 'approval_aged'] -%}
        {% for bucket in buckets -%}
        coalesce(carried.{{ column }}_{{ bucket }}_amount, 0) as {{ column }}_{{ bucket }}_amount,
        {% endfor -%}
        coalesce(carried.{{ column | replace('aged', 'unaged') }}_amount, 0)
            as {{ column | replace('aged', 'unaged') }}_amount,
        {% endfor -%}
        coalesce(unposted.on_validated_invoice_amount, 0) as on_validated_invoice_amount,
        judged.currency,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }},
        {{ value_if_resolved('effect', 'coalesce(carried.closing_amount, 0)') }}

    from judged
    cross join freshness
    left join carried
        on
            judged.project_id = carried.project_id
            and judged.period = carried.period
            and judged.currency = carried.currency
    left join unposted
        on
            judged.project_id = unposted.project_id
            and judged.period = unposted.period
    left join touching
        on
            judged.project_id = touching.project_id
            and judged.period = touching.period
    left join effect
        on
            judged.project_id = effect.project_id
            and judged.period = effect.period

)

select * from final
