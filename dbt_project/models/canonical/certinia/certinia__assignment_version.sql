with

assignment_version as (

    select * from {{ ref('stg_certinia__assignment_version') }}

),

schedule_version as (

    select * from {{ ref('stg_certinia__schedule_version') }}

),

deletion as (

    select * from {{ ref('stg_meta__row_deletion') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

template as (

    {{ certinia_templates() }}

),

status as (

    {{ certinia_codes('assignment.status') }}

),

assignment_known as (

    {{ known_intervals('certinia__assignment', 'assignment_version', 'deletion') }}

),

schedule_known as (

    {{ known_intervals('certinia__schedule', 'schedule_version', 'deletion') }}

),

assignment as (

    select
        assignment_version.*,
        assignment_known.known_from,
        assignment_known.known_to,
        assignment_known.is_deleted

    from assignment_version
    inner join assignment_known on assignment_version._raw_row_id = assignment_known._raw_row_id

),

schedule as (

    select
        schedule_version.*,
        schedule_known.known_from,
        schedule_known.known_to,
        schedule_known.is_deleted

    from schedule_version
    inner join schedule_known on schedule_version._raw_row_id = schedule_known._raw_row_id

),

-- A plan is an assignment and its schedule, as long as both were known to be so.
planned as (

    select
        assignment.source_instance,
        assignment._raw_row_id,
        assignment.assignment_record_id,
        assignment.resource_record_id,
        assignment.project_record_id,
        assignment.status,
        assignment.is_billable,
        schedule._raw_row_id as pattern_raw_row_id,
        schedule.starts_on,
        schedule.ends_on,
        schedule.monday_seconds,
        schedule.tuesday_seconds,
        schedule.wednesday_seconds,
        schedule.thursday_seconds,
        schedule.friday_seconds,
        schedule.saturday_seconds,
        schedule.sunday_seconds,
        case
            when assignment.known_from > schedule.known_from then assignment.known_from
            else schedule.known_from
        end as known_from,
        case
            when assignment.known_to < schedule.known_to then assignment.known_to
            else schedule.known_to
        end as known_to,
        case
            when assignment.known_to < schedule.known_to then assignment.is_deleted
            when schedule.known_to < assignment.known_to then schedule.is_deleted
            else assignment.is_deleted or schedule.is_deleted
        end as is_deleted

    from assignment
    inner join schedule
        on
            assignment.source_instance = schedule.source_instance
            and assignment.schedule_record_id = schedule.schedule_record_id
            and assignment.known_from < schedule.known_to
            and schedule.known_from < assignment.known_to

),

final as (

    select
        planned.source_instance,
        instance.source_system,
        planned.assignment_record_id || ':' || cast(planned.known_from as string) as source_record_id,
        planned._raw_row_id,
        planned.source_instance || ':' || planned.resource_record_id as resource_ref,
        planned.source_instance || ':' || planned.project_record_id as project_ref,
        planned.starts_on,
        planned.ends_on,
        planned.monday_seconds,
        planned.tuesday_seconds,
        planned.wednesday_seconds,
        planned.thursday_seconds,
        planned.friday_seconds,
        planned.saturday_seconds,
        planned.sunday_seconds,
        status.canonical_value as status,
        planned.is_billable,
        planned.known_from,
        nullif(planned.known_to, cast({{ end_of_time() }} as timestamp)) as known_to,
        planned.pattern_raw_row_id,
        planned.is_deleted

    from planned
    inner join instance on planned.source_instance = instance.source_instance
    left join status on planned.status = status.source_value
    left join template
        on
            planned.source_instance = template.source_instance
            and planned.project_record_id = template.project_record_id
    where template.project_record_id is null

)

select * from final
