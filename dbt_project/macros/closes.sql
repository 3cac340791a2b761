{#- What certificates are held against, so that a KPI table is certified by being named here. -#}

{#- KPI tables whose rows are figures of one accounting period of one legal entity, and stand once it is over. -#}
{% macro certified_kpis() -%}
    {{ return([
        'kpi_backlog',
        'kpi_expected_revenue',
        'kpi_forecast',
        'kpi_lock_up',
        'kpi_margin',
        'kpi_project_burn',
        'kpi_utilization',
        'kpi_utilization_rollup',
        'kpi_wip',
    ]) }}
{%- endmacro %}

{#- Columns of a KPI table that hold figures of its own: numbers, but for what breaks do to them. -#}
{% macro figures_of(columns) -%}
    {%- set found = [] -%}
    {%- for column in columns if column.data_type.split('(')[0] in ['decimal', 'bigint', 'double']
        and not column.name.startswith('open_break_') and 'if_resolved' not in column.name -%}
        {%- do found.append(column.name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#-
  The figures of today in the periods that were certified, one row per certificate, KPI row and figure that is not null.
  `certificate` is a step with certificate_id, legal_entity_id and period.
-#}
{% macro figures_today(certificate) -%}
    {%- for table in tieout.certified_kpis() %}
    {%- set relation = ref(table) %}
    {%- if execute and graph.nodes %}
    {%- set node = graph.nodes['model.tieout.' ~ table] %}
    {%- set names = node.columns.keys() | list %}
    {%- set figures = tieout.figures_of(node.columns.values() | list) %}
    {%- if not loop.first %}

    union all
    {% endif %}
    select * from (
        select
            {{ certificate }}.certificate_id,
            '{{ table }}' as table_name,
            concat_ws(
                '|'
                {%- for key in node.config.meta.grain %}, coalesce(cast(kpi.{{ key }} as string), ''){% endfor -%}
            ) as row_key,
            measure.measure,
            {{ 'kpi.project_id' if 'project_id' in names else tieout.null_of('string') }} as project_id,
            {{ 'kpi.worker_id' if 'worker_id' in names else tieout.null_of('string') }} as worker_id,
            {{ 'kpi.currency' if 'currency' in names else tieout.null_of('string') }} as currency,
            case measure.measure
                {%- for figure in figures %}
                when '{{ figure }}' then cast(kpi.{{ figure }} as decimal(28, 12))
                {%- endfor %}
            end as value

        from {{ certificate }}
        inner join {{ relation }} as kpi
            on
                {{ certificate }}.period = kpi.period
                {%- if 'legal_entity_id' in names %}
                and {{ certificate }}.legal_entity_id = kpi.legal_entity_id
                {%- else %}
                and {{ certificate }}.legal_entity_id = kpi.member
                and kpi.dimension = 'legal_entity'
                {%- endif %}
        cross join (
            {%- for figure in figures %}
            select '{{ figure }}' as measure
            {%- if not loop.last %}
            union all
            {%- endif %}
            {%- endfor %}
        ) as measure
    ) as figure
    where value is not null
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
