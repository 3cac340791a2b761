{#- Workday keeps every fact about a person in a history of its own; here they are cut into ranges that hold together. -#}

{#-
  Workers by range of days, from the first version to the last, past and future: what worker and main position say then.
  Ranges are cut wherever a version of the worker, of a main position or of an organization of one begins or has ended;
  the later start wins where versions overlap. A worker who is gone altogether keeps his ranges, marked deleted. One row
  per source instance, worker and first day.
-#}
{% macro workday_ranges() -%}
    with

    presence as (

        select
            *,
            min(case when is_deleted then 1 else 0 end) over (
                partition by source_instance, worker_record_id
            ) = 1 as is_gone

        from {{ ref('stg_workday__worker_history') }}

    ),

    worker_versions as (

        select
            *,
            cast(version_starts_at as date) as first_day,
            cast(version_ends_at as date) as last_day

        from presence
        where
            is_gone
            or not is_deleted

    ),

    position_versions as (

        select
            *,
            cast(version_starts_at as date) as first_day,
            cast(version_ends_at as date) as last_day

        from {{ ref('stg_workday__worker_position_history') }}
        where
            not is_deleted
            and is_primary_job is not false

    ),

    main_positions as (

        select distinct
            source_instance,
            worker_record_id,
            position_record_id

        from position_versions

    ),

    organization_versions as (

        select
            organizations.source_instance,
            organizations.worker_record_id,
            cast(organizations.version_starts_at as date) as first_day,
            cast(organizations.version_ends_at as date) as last_day

        from {{ ref('stg_workday__worker_position_organization_history') }} as organizations
        inner join main_positions
            on
                organizations.source_instance = main_positions.source_instance
                and organizations.worker_record_id = main_positions.worker_record_id
                and organizations.position_record_id = main_positions.position_record_id
        where not organizations.is_deleted

    ),

    versions as (

        {% for relation in ['worker_versions', 'position_versions', 'organization_versions'] -%}
        select
            source_instance,
            worker_record_id,
            first_day,
            last_day

        from {{ relation }}
        {{ 'union all' if not loop.last }}
        {% endfor %}

    ),

    cuts as (

        select
            source_instance,
            worker_record_id,
            first_day as starts_on

        from versions
        union
        select
            source_instance,
            worker_record_id,
            {{ tieout.add_days('last_day', 1) }} as starts_on

        from versions
        where last_day < cast('9999-12-31' as date)

    ),

    ranges as (

        select
            source_instance,
            worker_record_id,
            starts_on,
            {{ tieout.add_days(
                'lead(starts_on) over (partition by source_instance, worker_record_id order by starts_on)', -1
            ) }} as ends_on

        from cuts

    ),

    of_worker as (

        select
            ranges.starts_on,
            ranges.ends_on,
            worker_versions.*,
            row_number() over (
                partition by ranges.source_instance, ranges.worker_record_id, ranges.starts_on
                order by worker_versions.version_starts_at desc
            ) as precedence

        from ranges
        inner join worker_versions
            on
                ranges.source_instance = worker_versions.source_instance
                and ranges.worker_record_id = worker_versions.worker_record_id
                and ranges.starts_on between worker_versions.first_day and worker_versions.last_day

    ),

    of_position as (

        select
            ranges.starts_on as range_starts_on,
            position_versions.*,
            row_number() over (
                partition by ranges.source_instance, ranges.worker_record_id, ranges.starts_on
                order by
                    case when position_versions.is_primary_job then 0 else 1 end,
                    position_versions.version_starts_at desc,
                    position_versions.position_record_id
            ) as precedence

        from ranges
        inner join position_versions
            on
                ranges.source_instance = position_versions.source_instance
                and ranges.worker_record_id = position_versions.worker_record_id
                and ranges.starts_on between position_versions.first_day and position_versions.last_day

    )

    select
        of_worker.source_instance,
        of_worker.worker_record_id,
        of_worker._raw_row_id,
        of_worker.starts_on,
        of_worker.ends_on,
        of_worker.employee_no,
        of_worker.home_country,
        of_worker.lending_vendor_name is not null
        or of_worker.contract_pay is not null
        or of_worker.contract_ends_on is not null as is_contractor,
        of_worker.pay_currency,
        of_worker.pay_frequency,
        of_worker.base_pay,
        of_worker.contract_pay_currency,
        of_worker.contract_pay_frequency,
        of_worker.contract_pay,
        of_position.position_record_id,
        of_position.business_title,
        of_position.management_level_code,
        of_position.location,
        of_position.host_country,
        of_position.full_time_share,
        of_position.is_excluded_from_headcount,
        of_position.scheduled_weekly_seconds,
        of_position.default_weekly_seconds,
        of_worker.is_gone as is_deleted

    from of_worker
    left join of_position
        on
            of_worker.source_instance = of_position.source_instance
            and of_worker.worker_record_id = of_position.worker_record_id
            and of_worker.starts_on = of_position.range_starts_on
            and of_position.precedence = 1
    where of_worker.precedence = 1
{%- endmacro %}

{#-
  Employee numbers by source instance with the Workday id of the worker: reports name people by number. One row per
  number; of several workers with one number the latest version counts.
-#}
{% macro workday_numbers() -%}
    select
        source_instance,
        employee_no,
        worker_record_id

    from (
        select
            source_instance,
            employee_no,
            worker_record_id,
            row_number() over (
                partition by source_instance, employee_no
                order by
                    case when is_deleted then 1 else 0 end,
                    version_starts_at desc,
                    worker_record_id
            ) as precedence

        from {{ ref('stg_workday__worker_history') }}
    ) as numbered
    where
        employee_no is not null
        and precedence = 1
{%- endmacro %}

{#- What the firm decided about weeks and pay, for all legal entities, in one row. -#}
{% macro workday_terms() -%}
    select
        max(case when policy_code = 'working_days_per_week' then cast(value as bigint) end) as working_days_per_week,
        max(case when policy_code = 'paid_weeks_per_year' then cast(value as bigint) end) as paid_weeks_per_year,
        max(case when policy_code = 'standard_day_seconds' then cast(value as bigint) end) as standard_day_seconds,
        max(case when policy_code = 'labour_burden_factor' then cast(nullif(value, '') as decimal(28, 12)) end)
            as labour_burden_factor

    from ({{ tieout.general_policies() }}) as policy
{%- endmacro %}

{#- Seconds of one working day of a week that is worked evenly. -#}
{% macro seconds_per_day(weekly_seconds, days) -%}
    cast({{ tieout.divide_half_away(tieout.whole(weekly_seconds), tieout.whole(days)) }} as bigint)
{%- endmacro %}

{#-
  Working days from one day to another, both included, when the first so many days of every week are worked, Monday
  first. Counted from the Monday 1900-01-01 on, so that no calendar is needed.
-#}
{% macro working_days_between(from_date, to_date, days) -%}
    ({{ tieout.working_days_until(to_date, days) }}
    - {{ tieout.working_days_until(tieout.add_days(from_date, -1), days) }})
{%- endmacro %}

{% macro working_days_until(date_expression, days) -%}
    ({%- set day_count = tieout.days_between("cast('1900-01-01' as date)", date_expression) ~ ' + 1' -%}
    {{ tieout.whole_part(day_count, 7) }} * {{ days }}
    + least({{ day_count }} - {{ tieout.whole_part(day_count, 7) }} * 7, {{ days }}))
{%- endmacro %}

{#- Whole part of a quotient of whole numbers that are not negative. -#}
{% macro whole_part(dividend, divisor) -%}
    cast(floor(({{ dividend }}) / {{ divisor }}) as bigint)
{%- endmacro %}

{#-
  Price of an hour of a pay of up to twelve decimals: pay times `multiplier` over `divisor`, whole numbers, rounded once
  to four decimals.
-#}
{% macro hourly_of_pay(pay, multiplier, divisor) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.factor_units(pay) ~ ' * ' ~ tieout.whole(multiplier) ~ ')',
        '(' ~ tieout.whole(divisor) ~ ' * ' ~ tieout.whole('100000000') ~ ')')) }}
{%- endmacro %}

{% macro seconds_in_hour() -%}
    3600
{%- endmacro %}
