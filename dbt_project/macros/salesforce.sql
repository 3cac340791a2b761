{#- What Salesforce and the products on its platform have in common. -#}

{#-
  An id in its form of 18 characters: 15 get the checksum of their case, 18 stay. The id of no record, all zeros, is
  null. Case is part of an id and is never changed; a text of another length is nobody's id and stays as it is.
-#}
{% macro salesforce_id(id) -%}
    {{ return(adapter.dispatch('salesforce_id', 'tieout')(id)) }}
{%- endmacro %}

{% macro default__salesforce_id(id) -%}
    case
        when substr({{ id }}, 1, 15) = '000000000000000' then cast(null as string)
        when length({{ id }}) = 15
            then concat(
                {{ id }}
                {%- for start in [1, 6, 11] %},
                {{ tieout.salesforce_case_letter(id, start) }}
                {%- endfor %}
            )
        else {{ id }}
    end
{%- endmacro %}

{#- The character that says which of the five characters from `start` on are capital letters. -#}
{% macro salesforce_case_letter(id, start) -%}
    substr(
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
        1
        {%- for place in range(5) %}
        + case when substr({{ id }}, {{ start + place }}, 1) between 'A' and 'Z' then {{ 2 ** place }} else 0 end
        {%- endfor %},
        1
    )
{%- endmacro %}
