with

assignment as (

    select * from {{ ref('stg_certinia__assignment') }}

),

schedule as (

    select * from {{ ref('stg_certinia__schedule') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

template as (

    {{ certinia_templates() }}

),

standard_day as (

    {{ certinia_standard_day() }}

),

status as (

    {{ certinia_codes('assignment.status') }}

),

-- A century of days: more than any schedule spans.
numbers as (

    select n from {{ whole_numbers(36600) }} as counted

),

days as (

    select
        schedule.*,
        {{ tieout.add_days('schedule.starts_on', 'numbers.n') }} as assigned_on

    from schedule
    inner join numbers on numbers.n <= {{ tieout.days_between('schedule.starts_on', 'schedule.ends_on') }}

),

planned as (

    select
        days.source_instance,
        days.schedule_record_id,
        days.is_deleted,
        days.assigned_on,
        {{ certinia_on_weekday('mod(' ~ tieout.iso_weekday('days.assigned_on') ~ ', 7)', 'days', 'seconds') }}
            as planned_seconds

    from days

),

final as (

    select
        assignment.source_instance,
        instance.source_system,
        assignment.assignment_record_id || ':' || cast(planned.assigned_on as string) as source_record_id,
        assignment._raw_row_id,
        assignment.source_instance || ':' || assignment.resource_record_id as resource_ref,
        assignment.source_instance || ':' || assignment.project_record_id as project_ref,
        planned.assigned_on,
        planned.planned_seconds,
        assignment.role,
        status.canonical_value as status,
        assignment.is_billable,
        {{ certinia_hourly(
            'assignment.bill_rate_amount', 'assignment.is_bill_rate_daily', 'standard_day.standard_day_seconds'
        ) }} as bill_hourly_amount,
        assignment.currency,
        assignment.is_deleted or planned.is_deleted as is_deleted

    from assignment
    inner join instance on assignment.source_instance = instance.source_instance
    inner join planned
        on
            assignment.source_instance = planned.source_instance
            and assignment.schedule_record_id = planned.schedule_record_id
    left join status on assignment.status = status.source_value
    left join template
        on
            assignment.source_instance = template.source_instance
            and assignment.project_record_id = template.project_record_id
    cross join standard_day
    where
        planned.planned_seconds <> 0
        and template.project_record_id is null

)

select * from final
