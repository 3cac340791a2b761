{#- Whole seconds in a quantity of a unit that is so many seconds long, rounded half away from zero. -#}
{% macro seconds_of(quantity, unit_seconds) -%}
    cast({{ tieout.divide_half_away(
        '(' ~ tieout.money_units(quantity) ~ ' * ' ~ tieout.whole(unit_seconds) ~ ')',
        tieout.whole('10000')) }} as bigint)
{%- endmacro %}

{#-
  Quantity times unit price, rounded once to the minor units of the currency: rounding to four decimals first and to
  the currency's afterwards would turn 0.00499950 into 0.01.
-#}
{% macro line_amount(quantity, unit_price, minor_unit_digits) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.money_units(quantity) ~ ' * ' ~ tieout.money_units(unit_price) ~ ')',
        tieout.whole('10000 * ' ~ tieout.power_of_ten('4 - (' ~ minor_unit_digits ~ ')')))
        ~ ' * ' ~ tieout.power_of_ten('4 - (' ~ minor_unit_digits ~ ')')) }}
{%- endmacro %}

{#- The day an invoice bills: once it is issued, that of its posting or that it is of, whichever is later. -#}
{% macro billed_on(invoice) -%}
    case
            when {{ invoice }}.status in ('posted', 'paid')
                then
                    case
                        when {{ invoice }}.posted_on > {{ invoice }}.invoiced_on then {{ invoice }}.posted_on
                        else {{ invoice }}.invoiced_on
                    end
        end
{%- endmacro %}

{#- The opportunity number at the head of a project's name ('12 - Acme phase 1'); null when the name has none. -#}
{% macro opportunity_number_of(name) -%}
    nullif(regexp_extract({{ name }}, '^([0-9]+) - ', 1), '')
{%- endmacro %}

{#- The policies a firm sets in its configuration, one row each; none gives no row. -#}
{% macro configured_policies() -%}
    {%- for policy in tieout.run_value('policies') %}
    select
        cast('{{ policy["code"] | replace("'", "''") }}' as string) as policy_code,
        cast('{{ (policy["legal_entity"] or "*") | replace("'", "''") }}' as string) as legal_entity_id,
        cast('{{ policy["value"] | string | replace("'", "''") }}' as string) as value
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        cast(null as string) as policy_code,
        cast(null as string) as legal_entity_id,
        cast(null as string) as value
    where 1 = 0
    {%- endfor %}
{%- endmacro %}

{#-
  What the firm chose for all legal entities, one row per policy: for shapes, which come before the model `policy`.
-#}
{% macro general_policies() -%}
    select
        defaults.policy_code,
        case
            when configured.policy_code is null then cast(defaults.value as string)
            else configured.value
        end as value

    from {{ ref('policies') }} as defaults
    left join ({{ tieout.configured_policies() }}) as configured
        on
            defaults.policy_code = configured.policy_code
            and configured.legal_entity_id = '*'
{%- endmacro %}

{#-
  The end of a test that two sides are equal: the keys for which `sides`, which counts what is on one and takes off what
  is on the other, does not come to nothing.
-#}
{% macro differences_of_sides(measures, keys=['source_instance']) -%}
select
    {{ keys | join(',\n    ') }},
    {%- for measure in measures %}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}

from sides
group by {{ keys | join(', ') }}
having
    {% for measure in measures -%}
    sum({{ measure }}) <> 0
    {{ 'or ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Stop the query with a message. -#}
{% macro fail_with(message) -%}
    {{ return(adapter.dispatch('fail_with', 'tieout')(message)) }}
{%- endmacro %}

{% macro default__fail_with(message) -%}
    raise_error({{ message }})
{%- endmacro %}

{% macro duckdb__fail_with(message) -%}
    error({{ message }})
{%- endmacro %}

{#- The columns identify a row: together unique, each there. -#}
{% test unique_key(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}

{#- Every value stands in seeds/maps/code_map.csv; the error of this test names those that do not. -#}
{% test is_mapped(model, column_name, vendor, field) %}

with

source as (

    select * from {{ model }}

),

unmapped as (

    select
        concat(
            '{{ vendor }} {{ field }} = ''', source.{{ column_name }}, ''' (', cast(count(*) as string),
            ' rows) has no canonical value: add a line to seeds/maps/code_map.csv'
        ) as finding

    from source
    left join {{ ref('code_map') }} as code_map
        on
            code_map.vendor = '{{ vendor }}'
            and code_map.field = '{{ field }}'
            and source.{{ column_name }} = code_map.source_value
    where
        source.{{ column_name }} is not null
        and code_map.source_value is null
    group by source.{{ column_name }}

)

select finding
from unmapped
where {{ tieout.fail_with('finding') }} is null

{% endtest %}

{#-
  What must hold of a table, in one query: `key` (columns that are together unique, each there), `values` (column to the
  values it may have), `references` (column to the model whose `<model>_id` it must be). Nulls have no value and refer to
  nothing. Each row returned is one finding.
-#}
{% test holds(model, key, values={}, references={}) %}

{%- set keys = key | join(', ') %}

select
    'key: {{ keys }}' as finding,
    count(*) as row_count
from (
    select {{ keys }}
    from {{ model }}
    group by {{ keys }}
    having
        count(*) > 1
        {%- for column in key %}
        or {{ column }} is null
        {%- endfor %}
) as doubled
having count(*) > 0
{%- for column, allowed in values.items() %}

union all

select
    concat('{{ column }}: ', {{ column }}) as finding,
    count(*) as row_count
from {{ model }}
where {{ column }} not in ({% for value in allowed %}'{{ value }}'{{ ', ' if not loop.last }}{% endfor %})
group by {{ column }}
{%- endfor %}
{%- for column, target in references.items() %}

union all

select
    'reference: {{ column }}' as finding,
    count(*) as row_count
from {{ model }} as referring
left join {{ ref(target) }} as target on referring.{{ column }} = target.{{ target }}_id
where
    referring.{{ column }} is not null
    and target.{{ target }}_id is null
having count(*) > 0
{%- endfor %}

{% endtest %}
