{#- What open breaks are worth, over and under apart and never netted; those without a price are counted, not called zero. -#}
{% macro break_exposure(relation) -%}
    count(*) as open_break_count,
        sum(case when {{ relation }}.direction = 'over' then {{ relation }}.money_at_stake_group else 0 end)
            as open_break_over_amount,
        sum(case when {{ relation }}.direction = 'under' then {{ relation }}.money_at_stake_group else 0 end)
            as open_break_under_amount,
        sum(case when {{ relation }}.money_at_stake_group is null then 1 else 0 end) as open_break_unpriced_count
{%- endmacro %}

{#-
  The columns every kpi_ row ends with: whether it may still move and why, what open breaks touch it, how fresh its
  sources are and as of when it was made. `touching` is a step with the columns of `break_exposure`.
-#}
{% macro honest_columns(touching, freshness, provisional_reason) -%}
    {{ provisional_reason }} is not null as is_provisional,
        {{ provisional_reason }} as provisional_reason,
        cast(coalesce({{ touching }}.open_break_count, 0) as bigint) as open_break_count,
        cast(coalesce({{ touching }}.open_break_over_amount, 0) as decimal(18, 4)) as open_break_over_amount,
        cast(coalesce({{ touching }}.open_break_under_amount, 0) as decimal(18, 4)) as open_break_under_amount,
        cast(coalesce({{ touching }}.open_break_unpriced_count, 0) as bigint) as open_break_unpriced_count,
        {{ freshness }}.sources_extracted_at,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on
{%- endmacro %}
