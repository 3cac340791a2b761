{#- A schema is a layer: the name a folder configures, without the target's own schema before it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
