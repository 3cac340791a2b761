{#- What the shapes of Certinia must balance with; _balances.sql says how to read it. -#}
{% macro certinia_balances() -%}
    {%- set is_no_templates -%}
        coalesce(concat(source_instance, ':', project_record_id), '') not in (
            select concat(template.source_instance, ':', template.project_record_id)
            from {{ ref('stg_certinia__project') }} as template
            where template.is_template
        )
    {%- endset -%}
    {%- set is_whole -%}
        concat(source_instance, ':', expense_record_id) not in (
            select concat(part.source_instance, ':', part.split_parent_record_id)
            from {{ ref('stg_certinia__expense') }} as part
            where part.split_parent_record_id is not null and not part.is_deleted
        )
    {%- endset -%}
    {%- set carries_its_own_time -%}
        concat(source_instance, ':', timecard_record_id) not in (
            select concat(split.source_instance, ':', split.timecard_record_id)
            from {{ ref('stg_certinia__timecard_split') }} as split
            where not split.is_deleted
        )
        and (
            not is_deleted
            or concat(source_instance, ':', timecard_record_id) not in (
                select concat(split.source_instance, ':', split.timecard_record_id)
                from {{ ref('stg_certinia__timecard_split') }} as split
            )
        )
    {%- endset -%}
    {%- set steps -%}
        {{ ref('stg_certinia__process_instance_step') }} as step
        inner join {{ ref('stg_certinia__process_instance') }} as submission
            on
                step.source_instance = submission.source_instance
                and step.process_instance_record_id = submission.process_instance_record_id
    {%- endset -%}
    {%- set is_of_certinia -%}
        step.step_status in (
            select map.source_value from {{ ref('code_map') }} as map
            where map.field = 'process_instance_step.step_status' and map.canonical_value <> 'none'
        )
        and concat(step.source_instance, ':', submission.target_record_id) in (
            {%- for entity, id in {
                'timecard_header': 'timecard', 'expense_report': 'expense_report',
                'milestone': 'milestone', 'project': 'project'
            }.items() %}
            select concat(target.source_instance, ':', target.{{ id }}_record_id)
            from {{ ref('stg_certinia__' ~ entity) }} as target
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        )
    {%- endset -%}
    {%- set has_no_dated_target -%}
        is_resource
        and utilization_target_ratio is not null
        and concat(source_instance, ':', resource_record_id) not in (
            select concat(dated.source_instance, ':', dated.resource_record_id)
            from {{ ref('stg_certinia__utilization_target') }} as dated
            where dated.resource_record_id is not null and not dated.is_deleted
        )
    {%- endset -%}
    {%- set is_of_work_in_progress -%}
        status in (
            select map.source_value from {{ ref('code_map') }} as map
            where map.field = 'miscellaneous_adjustment.status' and map.canonical_value = 'approved'
        )
        and transaction_category in (
            select map.source_value from {{ ref('code_map') }} as map
            where map.field = 'miscellaneous_adjustment.transaction_category' and map.canonical_value = 'wip'
        )
    {%- endset -%}
    {%- set worked, worked_days, worked_seconds = [], [], [] -%}
    {%- for day in ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] -%}
        {%- do worked.append('case when carrier.' ~ day ~ '_seconds <> 0 then 1 else 0 end') -%}
        {%- do worked_days.append('sum(case when ' ~ day ~ '_seconds <> 0 then 1 else 0 end)') -%}
        {%- do worked_seconds.append('sum(coalesce(' ~ day ~ '_seconds, 0))') -%}
    {%- endfor -%}
    {%- set days, seconds = worked_days | join(' + '), worked_seconds | join(' + ') -%}
    {%- set standard_day -%}
        cross join ({{ tieout.certinia_standard_day() }}) as standard_day
    {%- endset -%}
    {%- set split_rates -%}
        {{ ref('stg_certinia__timecard_split') }} as carrier
        inner join {{ ref('stg_certinia__timecard_header') }} as card
            on
                carrier.source_instance = card.source_instance
                and carrier.timecard_record_id = card.timecard_record_id
        {{ standard_day }}
    {%- endset -%}
    {%- set own_rates -%}
        (
            select * from {{ ref('stg_certinia__timecard_header') }}
            where {{ carries_its_own_time }}
        ) as carrier
        {{ standard_day }}
    {%- endset -%}
    {%- set rates = {} -%}
    {%- for relation in ['card', 'carrier'] -%}
        {%- set sums = {} -%}
        {%- for rate in ['bill', 'cost'] -%}
            {%- do sums.update({rate ~ '_hourly_amount': 'sum((' ~ worked | join(' + ') ~ ') * ' ~ tieout.certinia_hourly(
                relation ~ '.' ~ rate ~ '_rate_amount', relation ~ '.is_' ~ rate ~ '_rate_daily',
                'standard_day.standard_day_seconds'
            ) ~ ')'}) -%}
        {%- endfor -%}
        {%- do rates.update({relation: sums}) -%}
    {%- endfor -%}
    {%- set billed_seconds = seconds_of(tieout.money_mul('1', 'quantity'), seconds_in_hour()) -%}
    {%- set budgeted -%}
        {{ ref('stg_certinia__project') }} as project
        left join (
            select
                budget.source_instance as budget_instance,
                budget.project_record_id as budget_project,
                sum(coalesce(budget.amount, 0)) + sum(coalesce(budget.expense_amount, 0)) as agreed_amount,
                sum(budget.budget_seconds) as agreed_seconds
            from {{ ref('stg_certinia__budget') }} as budget
            where
                budget.status = 'Approved'
                and budget.budget_type not like 'Internal%'
                and budget.budget_type not like 'Vendor%'
                and not budget.is_deleted
            group by budget.source_instance, budget.project_record_id
        ) as agreed
            on
                project.source_instance = agreed.budget_instance
                and project.project_record_id = agreed.budget_project
    {%- endset -%}
    {%- set is_held = 'is_on_hold or hold_released_at is not null' -%}
    {{ return({
        'approval_event': [{
            'from': steps, 'instance': 'step.source_instance', 'where': is_of_certinia, 'rows': 'count(*)'
        }],
        'assignment': {'only_shape': 'a schedule becomes as many days as it spans'},
        'assignment_version': {'only_shape': 'versions of assignments and schedules meet where they were known together'},
        'billing_event': [
            {
                'from': ref('stg_certinia__billing_event_item'),
                'rows': 'count(*)',
                'sums': {'amount': 'sum(amount)'},
            },
            {
                'from': ref('stg_certinia__billing_event_item'),
                'where': 'split_record_id is not null',
                'sums': {
                    'duration_seconds': 'sum(case when amount < 0 then -abs(' ~ billed_seconds ~ ') else '
                        ~ billed_seconds ~ ' end)',
                },
            },
        ],
        'billing_hold': [
            {'from': ref('stg_certinia__timecard_split'), 'where': '(' ~ is_held ~ ')', 'rows': days},
            {'from': ref('stg_certinia__expense'), 'where': '(' ~ is_held ~ ')', 'rows': 'count(*)'},
            {'from': ref('stg_certinia__milestone'), 'where': '(' ~ is_held ~ ')', 'rows': 'count(*)'},
        ],
        'budget_version': [{
            'from': ref('stg_certinia__budget'),
            'where': is_no_templates,
            'rows': 'count(*)',
            'sums': {
                'amount': 'coalesce(sum(amount), 0) + coalesce(sum(expense_amount), 0)',
                'budget_seconds': 'sum(budget_seconds)',
            },
        }],
        'cost_rate': [{
            'from': ref('stg_certinia__resource') ~ ' ' ~ standard_day,
            'where': 'is_resource and cost_rate_amount <> 0',
            'rows': 'count(*)',
            'sums': {
                'hourly_amount': 'sum(' ~ tieout.certinia_hourly(
                    'cost_rate_amount', 'is_cost_rate_daily', 'standard_day.standard_day_seconds'
                ) ~ ')',
            },
        }],
        'estimate_to_complete': [{
            'from': ref('stg_certinia__project'),
            'where': 'estimated_seconds_at_completion is not null and not is_template',
            'rows': 'count(*)',
            'sums': {
                'remaining_seconds':
                    'sum(estimated_seconds_at_completion) - coalesce(sum(total_submitted_seconds), 0)',
            },
        }],
        'expense': [{
            'from': ref('stg_certinia__expense'),
            'where': is_whole,
            'rows': 'count(*)',
            'sums': {'amount': 'sum(amount)', 'tax_amount': 'sum(tax_amount)'},
        }],
        'forecast_line': {'only_shape': 'of the plans by month, week and quarter one counts'},
        'milestone': [{
            'from': ref('stg_certinia__milestone'),
            'where': is_no_templates,
            'rows': 'count(*)',
            'sums': {'amount': 'sum(amount)'},
        }],
        'practice': [{'from': ref('stg_certinia__practice'), 'rows': 'count(*)'}],
        'project': [{
            'from': budgeted,
            'where': 'not is_template',
            'rows': 'count(*)',
            'sums': {
                'budget_amount': 'sum(coalesce(agreed_amount, bookings_amount, 0))',
                'budget_seconds': 'sum(coalesce(agreed_seconds, planned_seconds, 0))',
            },
        }],
        'rate_card': [{
            'from': ref('stg_certinia__rate_card'),
            'rows': 'count(*)',
            'sums': {'hourly_amount': 'sum(hourly_amount)'},
        }],
        'rate_override': [{
            'from': ref('stg_certinia__assignment') ~ ' ' ~ standard_day,
            'where': 'bill_rate_amount is not null and ' ~ is_no_templates,
            'rows': 'count(*)',
            'sums': {
                'hourly_amount': 'sum(' ~ tieout.certinia_hourly(
                    'bill_rate_amount', 'is_bill_rate_daily', 'standard_day.standard_day_seconds'
                ) ~ ')',
            },
        }],
        'region': [{'from': ref('stg_certinia__region'), 'rows': 'count(*)'}],
        'resource': [{'from': ref('stg_certinia__resource'), 'where': 'is_resource', 'rows': 'count(*)'}],
        'resource_calendar': {'only_shape': 'who has no calendar works by that of the region'},
        'task': [{
            'from': ref('stg_certinia__project_task'),
            'where': is_no_templates,
            'rows': 'count(*)',
            'sums': {'budget_seconds': 'sum(estimated_seconds)'},
        }],
        'time_entry': [
            {
                'from': ref('stg_certinia__timecard_split'),
                'rows': days,
                'sums': {'duration_seconds': seconds},
            },
            {
                'from': ref('stg_certinia__timecard_header'),
                'where': carries_its_own_time,
                'rows': days,
                'sums': {'duration_seconds': seconds},
            },
            {'from': split_rates, 'instance': 'carrier.source_instance', 'sums': rates.card},
            {'from': own_rates, 'instance': 'carrier.source_instance', 'sums': rates.carrier},
        ],
        'utilization_target': [
            {'from': ref('stg_certinia__utilization_target'), 'rows': 'count(*)'},
            {'from': ref('stg_certinia__resource'), 'where': has_no_dated_target, 'rows': 'count(*)'},
        ],
        'wip_adjustment': [{
            'from': ref('stg_certinia__miscellaneous_adjustment'),
            'where': is_of_work_in_progress,
            'rows': 'count(*)',
            'sums': {'amount': 'sum(amount)', 'duration_seconds': 'sum(duration_seconds)'},
        }],
    }) }}
{%- endmacro %}
