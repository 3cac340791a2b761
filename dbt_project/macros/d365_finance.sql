{#- What Dynamics 365 Finance needs in more than one of its models. -#}

{#-
  A business key: the company, then the code or codes. Codes are unique within a company only, and the ERP tells
  neither upper from lower case nor trailing blanks apart. Null when a part is.
-#}
{% macro d365_key(company) -%}
    lower(trim({{ company }})){% for code in varargs %} || '/' || upper(nullif(trim(cast({{ code }} as string)), '')){% endfor %}
{%- endmacro %}

{#- What the whole numbers of one column of one table are called in an installation that delivers its metadata. -#}
{% macro d365_options(table, column) -%}
    select
        source_instance,
        cast(option_value as string) as option_value,
        coalesce(max(symbol), max(case when language_code = 1033 then label end)) as symbol

    from {{ ref('stg_d365_finance__globaloptionsetmetadata') }}
    where
        entity_name = '{{ table }}'
        and option_set_name = '{{ column }}'
        and not is_deleted
    group by source_instance, option_value
{%- endmacro %}

{#- The CRM's contract number and line at the head of a project contract's name ('00001234-2 Acme'); null without. -#}
{% macro d365_contract_line_code(name) -%}
    {{ return(adapter.dispatch('d365_contract_line_code', 'tieout')(name)) }}
{%- endmacro %}

{% macro default__d365_contract_line_code(name) -%}
    nullif(regexp_extract({{ name }}, '^([^ ]+-[0-9]+)( |$)', 1), '')
{%- endmacro %}

{#- Money in the sign of a document: `amount` as it is, or turned where `total` and `document` stand against each other. -#}
{% macro d365_signed_as(amount, total, document) -%}
    case when sign({{ total }}) * sign({{ document }}) < 0 then -{{ amount }} else {{ amount }} end
{%- endmacro %}
