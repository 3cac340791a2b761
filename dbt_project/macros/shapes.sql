{#-
  What the vendors a firm uses say of an entity: their shapes one under the other, each column by name. Every shape
  yields `inputs` (name to type) in that order. `extras` (vendor to name to type) are columns that one vendor's shape
  alone yields, after them; null in the others. No vendor gives a typed relation without a row.

  Which vendor shapes which entity stands in `vars.shapes` of dbt_project.yml.
-#}
{% macro union_of(entity, inputs, extras={}) -%}
    {%- set head = ['source_instance', 'source_system', 'source_record_id', '_raw_row_id'] -%}
    {%- set shapes = [] -%}
    {%- for vendor, entities in var('shapes') | dictsort -%}
        {%- if entity in entities and vendor in tieout.vendors_in_use() -%}
            {%- do shapes.append(vendor) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for vendor in shapes %}
    select
        {{ (head + inputs.keys() | list) | join(',\n        ') }},
        {%- for owner, columns in extras.items() %}{% for name, data_type in columns.items() %}
        {{ name if vendor == owner else tieout.null_of(data_type) }} as {{ name }},
        {%- endfor %}{% endfor %}
        is_deleted

    from {{ ref(vendor ~ '__' ~ entity) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        {%- for name in head %}
        {{ tieout.null_of('string') }} as {{ name }},
        {%- endfor %}
        {%- for name, data_type in inputs.items() %}
        {{ tieout.null_of(data_type) }} as {{ name }},
        {%- endfor %}
        {%- for columns in extras.values() %}{% for name, data_type in columns.items() %}
        {{ tieout.null_of(data_type) }} as {{ name }},
        {%- endfor %}{% endfor %}
        {{ tieout.null_of('boolean') }} as is_deleted
    where 1 = 0
    {%- endfor %}
{%- endmacro %}

{#- The vendors of the firm's instances; every vendor that shapes anything when a run does not say. -#}
{% macro vendors_in_use() -%}
    {{ return(var('vendors', var('shapes').keys() | list)) }}
{%- endmacro %}

{#- Whether a vendor the firm uses delivers an entity at all, as a literal: what nobody delivers cannot be missed. -#}
{% macro is_delivered(entity) -%}
    {%- set found = [] -%}
    {%- for vendor in tieout.vendors_in_use() -%}
        {%- if entity in var('shapes').get(vendor, []) -%}
            {%- do found.append(vendor) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ 'true' if found else 'false' }}
{%- endmacro %}
