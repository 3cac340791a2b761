{#- Where work in progress stands: its contract line, and a line of the project's own for work that has none. -#}
{% macro wip_line_id(relation) -%}
    coalesce({{ relation }}.contract_line_id, concat('no line|', {{ relation }}.project_id))
{%- endmacro %}

{#- The movements of WIP between opening and closing, in the order they are read. -#}
{% macro wip_movement_kinds() -%}
    {{ return(['value_added', 'late_time', 'billed', 'credit_reinstated'] + wip_adjustment_kinds()) }}
{%- endmacro %}

{#- Movements that are acts of people, as they recorded them. -#}
{% macro wip_adjustment_kinds() -%}
    {{ return(['write_down', 'write_off', 'write_up', 'transfer']) }}
{%- endmacro %}
