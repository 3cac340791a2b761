{#- What the shapes of Workday must balance with; _balances.sql says how to read it. -#}
{% macro workday_balances() -%}
    {%- set kinds -%}
        (
            select
                source_instance,
                leave_type as kind
            from {{ ref('stg_workday__worker_leave_status') }}
            union
            select
                source_instance,
                time_off_type as kind
            from {{ ref('stg_workday__time_off') }}
        ) as kinds
    {%- endset -%}
    {%- set employments -%}
        {{ ref('stg_workday__worker_history') }} as said
        inner join (
            select
                source_instance as first_instance,
                worker_record_id as first_worker,
                min(cast(version_starts_at as date)) as first_day
            from {{ ref('stg_workday__worker_history') }}
            group by source_instance, worker_record_id
        ) as firsts
            on said.source_instance = firsts.first_instance and said.worker_record_id = firsts.first_worker
    {%- endset -%}
    {%- set is_cost_centre -%}
        organization_type in (
            select map.source_value from {{ ref('code_map') }} as map
            where map.field = 'organization.type' and map.canonical_value = 'cost_centre'
        )
    {%- endset -%}
    {{ return({
        'absence': {'only_shape': 'a day of absence is as long as the week of its worker says at that time'},
        'absence_type': [{'from': kinds, 'where': 'kind is not null', 'rows': 'count(*)'}],
        'cost_centre': [{
            'from': ref('stg_workday__organization'), 'where': is_cost_centre, 'rows': 'count(*)'
        }],
        'cost_rate': {'only_shape': 'pay and scheduled hours stand in histories that are cut into ranges'},
        'employment_spell': [{
            'from': employments,
            'rows': "count(distinct concat(worker_record_id, coalesce(hired_on, first_hired_on, first_day)))",
        }],
        'holiday': [{'from': ref('stg_workday__holiday_calendar'), 'rows': 'count(*)'}],
        'payroll_actual': [{
            'from': ref('stg_workday__payroll_result'),
            'rows': 'count(*)',
            'sums': {
                'gross_amount': 'sum(gross_amount)',
                'employer_cost_amount': 'sum(employer_cost_amount)',
                'paid_seconds': 'sum(paid_seconds)',
            },
        }],
        'work_pattern': {'only_shape': 'the hours of a week stand in a history that is cut into ranges'},
        'worker': {'only_shape': 'a worker is cut into ranges out of three histories with days of their own'},
    }) }}
{%- endmacro %}

{#- Reports that each extract holds whole: current rows are those of the latest batch, and its control totals theirs. -#}
{% macro workday_snapshots() -%}
    {{ return({
        'holiday_calendar': {},
        'time_off': {},
        'payroll_result': {
            'amount': ('gross_amount', 'gross_amount'),
            'seconds': ('paid_hours', 'paid_seconds'),
        },
    }) }}
{%- endmacro %}
