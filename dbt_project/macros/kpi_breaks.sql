{#-
  The open breaks that distort a KPI, as the registry says it. Columns are those of break_current; `open_break` and `rule`
  are the relations of a model's imports.
-#}
{% macro breaks_of_kpi(kpi, open_break='open_break', rule='rule') -%}
    select {{ open_break }}.*

    from {{ open_break }}
    inner join {{ rule }} on {{ open_break }}.rule_code = {{ rule }}.rule_code
    where
        concat(';', {{ rule }}.kpis, ';') like '%;{{ kpi }};%'
        or concat(';', {{ rule }}.kpis, ';') like '%;all;%'
{%- endmacro %}
