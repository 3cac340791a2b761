{#-
  What must balance between staging and canonical, declared per vendor: `<vendor>_balances()` beside this file returns
  entity to parts. A part is a population of staging and what it amounts to:

    from      relation, joins included
    instance  column of the source instance; `source_instance` when left out
    where     which of its rows become rows of the shape; all when left out
    rows      number of rows they become; left out when only the sums are known
    sums      column of the shape to what it sums to

  The parts of an entity add up. They are worked out from staging alone, by another way than the shape goes, so that
  a mistake in the shape shows. `only_shape` in place of parts says why staging cannot be asked.
-#}

{#- The canonical model that holds every record of a shape. -#}
{% macro held_in(entity) -%}
    {{ return({
        'client': 'client_record',
        'contract_line': 'contract_line_version',
        'resource': 'resource_record',
        'worker': 'worker_version',
    }.get(entity, entity)) }}
{%- endmacro %}

{#- The shapes in use, each with what it must balance with: vendor, entity, parts and the columns that are summed. -#}
{% macro balances_in_use() -%}
    {%- set found = [] -%}
    {%- for vendor in var('shapes') | sort if vendor in tieout.vendors_in_use() -%}
        {%- set declared = context['tieout'][vendor ~ '_balances']() -%}
        {%- for entity in var('shapes')[vendor] | sort -%}
            {%- set parts = declared[entity] if declared[entity] is not mapping else [] -%}
            {%- set columns = [] -%}
            {%- for part in parts -%}
                {%- for column in part.get('sums', {}) if column not in columns -%}
                    {%- do columns.append(column) -%}
                {%- endfor -%}
            {%- endfor -%}
            {%- do found.append({'vendor': vendor, 'entity': entity, 'parts': parts, 'columns': columns}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- Kind of measure of a column that is summed. -#}
{% macro measure_of(column) -%}
    {%- if column == 'rows' -%} rows
    {%- elif column.endswith('seconds') -%} seconds
    {%- elif column == 'quantity' -%} quantity
    {%- else -%} amount
    {%- endif -%}
{%- endmacro %}

{#-
  Sides of balances that one relation gives, a row per instance and measure: `sums` maps a column's name to what it sums
  to, `sides` lists the populations and sides each of them is on. The relation is read once for all of them: it may be a
  view of many joins. Instances that are no longer configured are nobody's.
-#}
{% macro balance_sides(stream, relation, sums, sides, instance='source_instance', where='true') -%}
    select
        '{{ stream }}' as stream,
        said.population,
        said.measure,
        said.side,
        totals.source_instance,
        case said.summed
            {%- for column in sums %}
            when '{{ column }}' then totals.{{ column }}_total
            {%- endfor %}
        end as value

    from (
        select
            {{ instance }} as source_instance,
            {%- for column, expression in sums.items() %}
            cast(coalesce({{ expression }}, 0) as decimal(38, 4)) as {{ column }}_total{{ ',' if not loop.last }}
            {%- endfor %}

        from {{ relation }}
        where
            {{ instance }} in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
            and {{ where }}
        group by {{ instance }}
    ) as totals
    cross join (
        {%- for said in sides %}
        {%- set is_last = loop.last %}
        {%- for column in said.columns %}
        select
            '{{ said.population }}{{ "" if column == "rows" else ": " ~ column }}' as population,
            '{{ tieout.measure_of(column) | trim }}' as measure,
            '{{ said.side }}' as side,
            '{{ column }}' as summed
        {{ 'union all' if not (is_last and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    ) as said
{%- endmacro %}

{#- The snapshot tables of the vendors in use: vendor, entity and measure to control total and staging column. -#}
{% macro snapshots_in_use() -%}
    {%- set found = [] -%}
    {%- for vendor in var('shapes') | sort if vendor in tieout.vendors_in_use() -%}
        {%- if vendor ~ '_snapshots' in context['tieout'] -%}
            {%- for entity, totals in context['tieout'][vendor ~ '_snapshots']().items() -%}
                {%- do found.append({'vendor': vendor, 'entity': entity, 'totals': totals}) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
