{#- What the shapes of the holidays calendar must balance with; _balances.sql says how to read it. -#}
{% macro holidays_balances() -%}
    {{ return({
        'holiday': [{'from': ref('stg_holidays__public_holiday'), 'rows': 'count(*)'}],
    }) }}
{%- endmacro %}
