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
  The open breaks that touch the cells of projects and periods, of the steps `cell`, `period` and `open_break`: those of
  the cell's own period, or of any period up to it where the figure is a balance. A break without a period is today's.
-#}
{% macro breaks_of_project_cells(is_balance=false) -%}
    select
        cell.project_id,
        cell.period,
        {{ break_exposure('open_break') }}

    from cell
    inner join (
        select
            legal_entity_id,
            max(period) as period
        from period
        group by legal_entity_id
    ) as current_period on cell.legal_entity_id = current_period.legal_entity_id
    inner join open_break
        on
            cell.project_id = open_break.project_id
            and coalesce(open_break.period, current_period.period) {{ '<=' if is_balance else '=' }} cell.period
    group by cell.project_id, cell.period
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

{#-
  What the open root breaks would do to each cell of a kpi_ table if they were put right: the sums of fct_break_effect by
  the columns of its grain, and whether the effect of one of them is unknown. `every` names a value of the period under
  which all periods stand together as well.
-#}
{% macro break_effects(kpi, grain, every=none) -%}
    {%- for period in ['period'] + (["'" ~ every ~ "'"] if every else []) %}
    select
        {% for column in grain -%}
        {{ period ~ ' as period' if column == 'period' and period != 'period' else column }},
        {% endfor -%}
        cast(sum(numerator_delta) as decimal(18, 4)) as numerator_delta,
        cast(sum(denominator_delta) as decimal(18, 4)) as denominator_delta,
        max(case when numerator_delta is null or denominator_delta is null then 1 else 0 end) = 1 as is_unknown

    from {{ ref('fct_break_effect') }}
    where kpi = '{{ kpi }}'
    group by {{ grain | reject('equalto', 'period' if period != 'period' else '') | join(', ') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#-
  A figure with every open root break put right, null when the effect of one is unknown; a ratio where it has a
  denominator, else an amount. `effect` is a step of `break_effects`, left-joined on the grain.
-#}
{% macro value_if_resolved(effect, numerator, denominator=none) -%}
    {%- set resolved = numerator ~ ' + coalesce(' ~ effect ~ '.numerator_delta, 0)' -%}
    case
            when not coalesce({{ effect }}.is_unknown, false)
                then
                    {% if denominator -%}
                    {{ tieout.ratio(
                        '(' ~ resolved ~ ')',
                        '(' ~ denominator ~ ' + coalesce(' ~ effect ~ '.denominator_delta, 0))'
                    ) }}
                    {%- else -%}
                    cast({{ resolved }} as decimal(18, 4))
                    {%- endif %}
        end as value_if_resolved
{%- endmacro %}
