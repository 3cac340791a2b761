with

assignment_version as (

    select * from {{ ref('assignment_version') }}

),

resource as (

    select * from {{ ref('resource') }}

),

final as (

    select
        assignment_version.assignment_version_id,
        coalesce(resource.worker_id, assignment_version.resource_id) as worker_id,
        assignment_version.resource_id,
        assignment_version.project_id,
        assignment_version.status,
        assignment_version.is_billable,
        assignment_version.starts_on,
        assignment_version.ends_on,
        assignment_version.monday_seconds,
        assignment_version.tuesday_seconds,
        assignment_version.wednesday_seconds,
        assignment_version.thursday_seconds,
        assignment_version.friday_seconds,
        assignment_version.saturday_seconds,
        assignment_version.sunday_seconds,
        assignment_version.known_from,
        assignment_version.known_to,
        assignment_version.source_instance,
        assignment_version.pattern_raw_row_id,
        assignment_version._raw_row_id

    from assignment_version
    left join resource on assignment_version.resource_id = resource.resource_id

)

select * from final
