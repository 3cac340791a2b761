{#- Every variant of utilization side by side, each of two stored columns of a relation; see kpis, capacity ladder. -#}
{% macro utilization_ratios(relation) -%}
    {{ ratio(relation ~ '.billable_seconds', relation ~ '.standard_seconds') }} as utilization_standard_ratio,
        {{ ratio(relation ~ '.billable_seconds', relation ~ '.working_seconds') }} as utilization_working_ratio,
        {{ ratio(relation ~ '.billable_seconds', relation ~ '.available_seconds') }} as utilization_available_ratio,
        {{ ratio(relation ~ '.billable_seconds', relation ~ '.logged_seconds') }} as utilization_logged_ratio,
        {{ ratio(relation ~ '.scheduled_seconds', relation ~ '.target_seconds') }} as utilization_target_scaled_ratio,
        {{ ratio(relation ~ '.billable_seconds', relation ~ '.flat_day_seconds') }} as utilization_flat_day_ratio,
        {{ ratio(relation ~ '.billable_seconds + ' ~ relation ~ '.credited_seconds',
            relation ~ '.available_seconds') }} as productive_ratio,
        {{ ratio(relation ~ '.worked_seconds', relation ~ '.available_seconds') }} as total_ratio,
        {{ ratio(relation ~ '.scheduled_billable_seconds', relation ~ '.available_seconds') }} as scheduled_ratio,
        {{ ratio(relation ~ '.billable_seconds', relation ~ '.target_seconds') }} as attainment_ratio
{%- endmacro %}

{#- The sum of each measure, all in seconds, under its own name. -#}
{% macro sums_of(measures, relation=none) -%}
    {%- for measure in measures -%}
    cast(sum({{ relation ~ '.' if relation }}{{ measure }}) as bigint) as {{ measure }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Seconds a work pattern has for one person: of a pattern of their own all, of one for full time their share. -#}
{% macro pattern_seconds(pattern, fte) -%}
    case {{ pattern }}.basis
            when 'personal' then {{ pattern }}.duration_seconds
            else {{ whole_share(pattern ~ '.duration_seconds', fte) }}
        end
{%- endmacro %}

{#- Seconds a weekly plan has on a date: `relation` has a column per weekday, 'monday_seconds' to 'sunday_seconds'. -#}
{% macro seconds_on_weekday(date_expression, relation) -%}
    {%- set names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
    case {{ tieout.iso_weekday(date_expression) }}
        {%- for name in names %}
            when {{ loop.index }} then {{ relation }}.{{ name }}_seconds
        {%- endfor %}
        end
{%- endmacro %}
