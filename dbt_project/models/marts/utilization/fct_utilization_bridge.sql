{#- Each step says in what its denominator differs from the one before it; the first has none before it. -#}
{%- set steps = [
    ('standard', 'standard_seconds', 'start'),
    ('working', 'working_seconds', 'public holidays'),
    ('available', 'available_seconds', 'absence'),
    ('logged', 'logged_seconds', 'absence back in, missing time and overtime'),
    ('flat_day', 'flat_day_seconds', 'flat day instead of what was logged'),
] -%}
with

rollup as (

    select * from {{ ref('kpi_utilization_rollup') }}

),

final as (

    {% for variant, denominator, change in steps %}
    select
        dimension,
        member,
        period,
        cast({{ loop.index }} as bigint) as step,
        '{{ variant }}' as variant,
        '{{ change }}' as change,
        billable_seconds,
        {{ denominator }} as denominator_seconds,
        {% if loop.first -%}
        cast(0 as bigint) as denominator_change_seconds,
        {% else -%}
        {{ denominator }} - {{ steps[loop.index0 - 1][1] }} as denominator_change_seconds,
        {% endif -%}
        {{ ratio('billable_seconds', denominator) }} as utilization_ratio,
        {% if loop.first -%}
        {{ ratio(0, 1) }} as utilization_change_ratio
        {% else -%}
        {{ ratio('billable_seconds', denominator) }} - {{ ratio('billable_seconds', steps[loop.index0 - 1][1]) }}
            as utilization_change_ratio
        {% endif %}
    from rollup
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
