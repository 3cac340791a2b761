{#-
  One side of conservation equations: sums of a relation by the keys of the `conservation` relation. Keys the relation
  does not have are null. `measures` maps rows, seconds and amount to an expression each; a missing one is left out.
-#}
{% macro conservation_side(relation, keys, measures, where='true') -%}
    {%- for measure, expression in measures.items() %}
    select
        {% for key in ['source_instance', 'legal_entity_id', 'period', 'currency', 'outcome'] -%}
        cast({{ keys.get(key, 'null') }} as string) as {{ key }},
        {% endfor -%}
        '{{ measure }}' as measure,
        cast({{ expression }} as decimal(38, 4)) as value

    from {{ relation }}
    where {{ where }}
    {%- if keys %}
    group by {{ keys.values() | unique | join(', ') }}
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Equations of two sides, key by key; a key on one side only is compared with zero, never dropped. -#}
{% macro conservation_equations(hop, stream, population, left_side, right_side) -%}
    select
        '{{ hop }}' as hop,
        '{{ stream }}' as stream,
        '{{ population }}' as population,
        coalesce(left_side.source_instance, right_side.source_instance) as source_instance,
        coalesce(left_side.legal_entity_id, right_side.legal_entity_id) as legal_entity_id,
        coalesce(left_side.period, right_side.period) as period,
        coalesce(left_side.currency, right_side.currency) as currency,
        coalesce(left_side.measure, right_side.measure) as measure,
        coalesce(left_side.outcome, right_side.outcome, 'all') as outcome,
        coalesce(left_side.value, 0) as left_value,
        coalesce(right_side.value, 0) as right_value

    from ({{ left_side }}) as left_side
    full outer join ({{ right_side }}) as right_side
        on
            coalesce(left_side.source_instance, '') = coalesce(right_side.source_instance, '')
            and coalesce(left_side.legal_entity_id, '') = coalesce(right_side.legal_entity_id, '')
            and coalesce(left_side.period, '') = coalesce(right_side.period, '')
            and coalesce(left_side.currency, '') = coalesce(right_side.currency, '')
            and coalesce(left_side.outcome, '') = coalesce(right_side.outcome, '')
            and left_side.measure = right_side.measure
{%- endmacro %}
