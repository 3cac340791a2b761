{#-
  The columns every kpi_ row ends with: as of when, how fresh its sources are, whether it may still move and why, and
  what open breaks touch it. `touching` is a step that has `open_break_count` and `open_break_amount`.
-#}
{% macro honest_columns(touching, freshness, provisional_reason) -%}
        {{ provisional_reason }} is not null as is_provisional,
        {{ provisional_reason }} as provisional_reason,
        cast(coalesce({{ touching }}.open_break_count, 0) as bigint) as open_break_count,
        cast(coalesce({{ touching }}.open_break_amount, 0) as decimal(18, 4)) as open_break_amount,
        {{ freshness }}.sources_extracted_at,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on
{%- endmacro %}
