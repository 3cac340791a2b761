{{ config(meta={'dagster': {'ref': {'name': 'kpi_margin_bridge'}}}) }}
-- A bar that the wide row lacks, or that stands in it and in no bar, would leave the two margins unconnected.
with

bridge as (

    select * from {{ ref('kpi_margin_bridge') }}

),

bar as (

    select * from {{ ref('fct_margin_bridge') }}

),

summed as (

    select
        project_id,
        period,
        sum(amount) as amount

    from bar
    group by project_id, period

),

final as (

    select
        bridge.project_id,
        bridge.period,
        bridge.psa_margin_amount - bridge.erp_margin_amount as difference_amount,
        {% for name in margin_bars() + ['unexplained'] -%}
        {{ '+ ' if not loop.first }}bridge.{{ name }}_amount
        {% endfor %} as bars_amount,
        coalesce(summed.amount, 0) as rows_amount

    from bridge
    left join summed
        on
            bridge.project_id = summed.project_id
            and bridge.period = summed.period

)

select * from final
where
    difference_amount <> bars_amount
    or difference_amount <> rows_amount
