{#- Timecards, schedules and calendars of Certinia have a column per weekday, from 0 Sunday to 6 Saturday. -#}

{#- The column of a weekday (0 Sunday to 6 Saturday), such as `monday_seconds` of `timecard`. -#}
{% macro certinia_on_weekday(weekday, relation, suffix) -%}
    {%- set names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] -%}
    case {{ weekday }}
        {%- for name in names %}
            when {{ loop.index0 }} then {{ relation }}.{{ name }}_{{ suffix }}
        {%- endfor %}
        end
{%- endmacro %}

{#- How a weekday (0 Sunday to 6 Saturday) is written in the id of an entry: 'sun' to 'sat'. -#}
{% macro certinia_weekday_key(weekday) -%}
    {%- set names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] -%}
    case {{ weekday }}
        {%- for name in names %}
            when {{ loop.index0 }} then '{{ name[:3] }}'
        {%- endfor %}
        end
{%- endmacro %}

{#- The first day on or after a date that is a weekday (0 Sunday to 6 Saturday): a week may begin on any day. -#}
{% macro certinia_day_in_week(starts_on, weekday) -%}
    {{ tieout.add_days(starts_on, 'mod(' ~ weekday ~ ' - ' ~ tieout.iso_weekday(starts_on) ~ ' + 7, 7)') }}
{%- endmacro %}

{#- A rate per hour from one that may be per day of so many seconds. -#}
{% macro certinia_hourly(rate, is_daily, standard_day_seconds) -%}
    case
            when {{ is_daily }} then {{ tieout.money_share(rate, '3600', standard_day_seconds) }}
            else {{ rate }}
        end
{%- endmacro %}

{#- Length of the firm's standard day, column `standard_day_seconds`, one row. No policy of one legal entity: rates have none. -#}
{% macro certinia_standard_day() -%}
    select cast(coalesce(max(configured.value), max(cast(policies.value as string))) as bigint) as standard_day_seconds
    from {{ ref('policies') }} as policies
    left join (
        {{ configured_policies() }}
    ) as configured
        on
            policies.policy_code = configured.policy_code
            and configured.legal_entity_id = '*'
    where policies.policy_code = 'standard_day_seconds'
{%- endmacro %}

{#- What the values of a field are in our words: `source_value` to `canonical_value`. -#}
{% macro certinia_codes(field) -%}
    select
        source_value,
        canonical_value

    from {{ ref('code_map') }}
    where
        vendor = 'certinia'
        and field = '{{ field }}'
{%- endmacro %}

{#- Projects that are there to be copied: what hangs on them is nobody's work. -#}
{% macro certinia_templates() -%}
    select
        source_instance,
        project_record_id

    from {{ ref('stg_certinia__project') }}
    where is_template
{%- endmacro %}
