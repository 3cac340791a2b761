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

{#-
  The orgs of Salesforce with the currency of records that carry none: the corporate currency where the org keeps several,
  else what the policy `crm_currency` says, else the group currency. One row per instance.
-#}
{% macro salesforce_orgs() -%}
    select
        instance.source_instance,
        instance.source_system,
        coalesce(
            max(case when currency_type.is_corporate then currency_type.currency end),
            max(nullif(policy.value, '')),
            '{{ tieout.run_value("group_currency") }}'
        ) as currency

    from {{ ref('stg_meta__instance') }} as instance
    left join {{ ref('stg_salesforce__currency_type') }} as currency_type
        on instance.source_instance = currency_type.source_instance
    left join ({{ tieout.general_policies() }}) as policy on policy.policy_code = 'crm_currency'
    group by
        instance.source_instance,
        instance.source_system
{%- endmacro %}

{#- The domain of a website as people type it: 'https://www.Acme.com/about' is 'acme.com'. -#}
{% macro domain_of(website) -%}
    {%- set plain = "replace(replace(lower(trim(" ~ website ~ ")), 'https://', ''), 'http://', '')" -%}
    {%- set host = "split_part(split_part(" ~ plain ~ ", '/', 1), ':', 1)" -%}
    nullif(
        case when substr({{ host }}, 1, 4) = 'www.' then substr({{ host }}, 5) else {{ host }} end,
        ''
    )
{%- endmacro %}

{#- Last day of a term of whole months that starts on a day. -#}
{% macro last_day_of_term(starts_on, months) -%}
    cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', months, starts_on)) }} as date)
{%- endmacro %}

{#- The first day of a rate without one: no record of Salesforce is older. -#}
{% macro salesforce_first_day() -%}
    cast('2000-01-01' as date)
{%- endmacro %}
