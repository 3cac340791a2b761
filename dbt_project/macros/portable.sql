{#- What engines spell differently, in one place. -#}

{#- Accounting month of a date, as 'YYYY-MM'. -#}
{% macro period_of(date_expression) -%}
    substr(cast({{ date_expression }} as varchar(10)), 1, 7)
{%- endmacro %}

{#- First day of the month of a date. -#}
{% macro month_start(date_expression) -%}
    cast(date_trunc('month', {{ date_expression }}) as date)
{%- endmacro %}

{#- Last day of the month of a date. -#}
{% macro month_end(date_expression) -%}
    cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, "date_trunc('month', " ~ date_expression ~ ")")) }} as date)
{%- endmacro %}

{#- Monday of the week of a date. -#}
{% macro week_start(date_expression) -%}
    cast(date_trunc('week', {{ date_expression }}) as date)
{%- endmacro %}

{#- A date so many days later, as a date. -#}
{% macro add_days(date_expression, days) -%}
    cast({{ dbt.dateadd('day', days, date_expression) }} as date)
{%- endmacro %}

{#- Calendar days from one date to another. -#}
{% macro days_between(from_date, to_date) -%}
    cast({{ dbt.datediff(from_date, to_date, 'day') }} as bigint)
{%- endmacro %}

{#- ISO weekday of a date: 1 Monday to 7 Sunday. -#}
{% macro iso_weekday(date_expression) -%}
    {{ return(adapter.dispatch('iso_weekday', 'tieout')(date_expression)) }}
{%- endmacro %}

{% macro default__iso_weekday(date_expression) -%}
    cast(weekday({{ date_expression }}) + 1 as bigint)
{%- endmacro %}

{% macro duckdb__iso_weekday(date_expression) -%}
    cast(isodow({{ date_expression }}) as bigint)
{%- endmacro %}

{#- One row per whole number from 0 to `upper_bound`, column `n`. -#}
{% macro whole_numbers(upper_bound) -%}
    {{ return(adapter.dispatch('whole_numbers', 'tieout')(upper_bound)) }}
{%- endmacro %}

{% macro default__whole_numbers(upper_bound) -%}
    (select explode(sequence(0, {{ upper_bound }})) as n)
{%- endmacro %}

{% macro duckdb__whole_numbers(upper_bound) -%}
    (select range as n from range(0, {{ upper_bound }} + 1))
{%- endmacro %}

{#- Product of all rows so far in a window; factors are DOUBLE between 0 and 1. -#}
{% macro running_product(factor, window) -%}
    case
        when min({{ factor }}) over ({{ window }}) <= 0 then cast(0 as double)
        else exp(sum(ln(case when {{ factor }} > 0 then {{ factor }} end)) over ({{ window }}))
    end
{%- endmacro %}

{#- Stable id of a break: rule, anchor record and discriminator, nothing that changes when more becomes known. -#}
{% macro break_id(rule_code, anchor_id, discriminator="''") -%}
    md5(concat_ws('|', {{ rule_code }}, {{ anchor_id }}, {{ discriminator }}))
{%- endmacro %}

{#-
  What a run says: clocks, version, firm, policies, rules. It comes in the environment and is read while models are
  compiled, so that dbt need not parse the project anew for each run; without it the variable of that name counts.
-#}
{% macro run_value(name) -%}
    {%- set said = fromjson(env_var('TIEOUT_RUN', '{}')) if execute else {} -%}
    {{ return(said[name] if name in said else var(name)) }}
{%- endmacro %}

{% macro known_at() -%}
    cast('{{ tieout.run_value("known_at") }}' as timestamp)
{%- endmacro %}

{% macro valued_on() -%}
    cast('{{ tieout.run_value("valued_on") }}' as date)
{%- endmacro %}

{#- Texts of a group as one, parted by commas, in an order; nulls are left out. -#}
{% macro listed(text, order_by) -%}
    {{ dbt.listagg(text, "', '", 'order by ' ~ order_by) }}
{%- endmacro %}

{#- Null of a type, for a column that a source or a rule cannot fill. -#}
{% macro null_of(data_type) -%}
    cast(null as {{ data_type }})
{%- endmacro %}

{#-
  Ends of a range that has none. A join on a range whose end is made up from the other side (coalesce, or) is a nested
  loop in DuckDB; with an end of its own it hashes.
-#}
{% macro beginning_of_time() -%}
    cast('1900-01-01' as date)
{%- endmacro %}
{% macro end_of_time() -%}
    cast('9999-12-31' as date)
{%- endmacro %}

{#- Text under a key of a JSON object held as text; null when the key is not there. -#}
{% macro json_text(json, key) -%}
    {{ return(adapter.dispatch('json_text', 'tieout')(json, key)) }}
{%- endmacro %}

{% macro default__json_text(json, key) -%}
    get_json_object({{ json }}, '$.{{ key }}')
{%- endmacro %}

{% macro duckdb__json_text(json, key) -%}
    json_extract_string({{ json }}, '$.{{ key }}')
{%- endmacro %}

{#- Plans a statement of hundreds of small queries in seconds, where the statistics of each cost more than they save. -#}
{% macro plan_shortly() -%}
    {{ return(adapter.dispatch('plan_shortly', 'tieout')()) }}
{%- endmacro %}

{% macro default__plan_shortly() -%}{%- endmacro %}

{% macro duckdb__plan_shortly() -%}
    set disabled_optimizers = 'statistics_propagation'
{%- endmacro %}

{#- Undoes `plan_shortly`. -#}
{% macro plan_fully() -%}
    {{ return(adapter.dispatch('plan_fully', 'tieout')()) }}
{%- endmacro %}

{% macro default__plan_fully() -%}{%- endmacro %}

{% macro duckdb__plan_fully() -%}
    set disabled_optimizers = ''
{%- endmacro %}
