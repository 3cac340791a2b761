{#- Which of several records of one thing is believed, attribute by attribute: seeds/system_of_record.csv decides. -#}

{#- Order in which systems name an identity that several of them hold: the CRM first. -#}
{% macro system_rank(source_system) -%}
    case {{ source_system }} when 'crm' then 1 when 'erp' then 2 when 'psa' then 3 else 4 end
{%- endmacro %}

{#- One row per system: a column per attribute with the system's place for it. -#}
{% macro precedences(entity, attributes) -%}
    select
        source_system,
        {%- for attribute in attributes %}
        max(case when attribute = '{{ attribute }}' then precedence end) as {{ attribute }}{{ ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('system_of_record') }}
    where entity = '{{ entity }}'
    group by source_system
{%- endmacro %}

{#-
  The value of the best placed record that has one. `record_number` orders the records of one identity; a system that
  the seed does not place comes last.
-#}
{% macro survivor(value, precedence, record_number) -%}
    min_by({{ value }}, coalesce({{ precedence }}, 99) * 1000000 + {{ record_number }})
        filter (where {{ value }} is not null)
{%- endmacro %}
