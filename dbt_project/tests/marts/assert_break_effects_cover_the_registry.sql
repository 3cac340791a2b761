{{ config(meta={'dagster': {'ref': {'name': 'fct_break_effect'}}}) }}
-- A rule that the registry says distorts a headline KPI, and whose effect nobody has stated, would pass for harmless.
with

rule as (

    select * from {{ ref('break_rules') }}

),

effect as (

    select * from {{ ref('break_effects') }}

),

distorted as (

    {% for subject in ['utilization', 'wip', 'margin', 'days_to_invoice'] -%}
    select
        'kpi_{{ subject }}' as kpi,
        rule_code

    from rule
    where
        concat(';', kpis, ';') like '%;{{ subject }};%'
        or kpis = 'all'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (

    select distorted.*

    from distorted
    left join effect
        on
            distorted.kpi = effect.kpi
            and distorted.rule_code = effect.rule_code
    where effect.rule_code is null

)

select * from final
