with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

shaped as (

    {{ tieout.union_of('assignment_version', {
        'resource_ref': 'string',
        'project_ref': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'monday_seconds': 'bigint',
        'tuesday_seconds': 'bigint',
        'wednesday_seconds': 'bigint',
        'thursday_seconds': 'bigint',
        'friday_seconds': 'bigint',
        'saturday_seconds': 'bigint',
        'sunday_seconds': 'bigint',
        'status': 'string',
        'is_billable': 'boolean',
        'known_from': 'timestamp',
        'known_to': 'timestamp',
        'pattern_raw_row_id': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as assignment_version_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.pattern_raw_row_id,
        resource_reference.resource_id,
        project_reference.project_id,
        shaped.starts_on,
        shaped.ends_on,
        shaped.monday_seconds,
        shaped.tuesday_seconds,
        shaped.wednesday_seconds,
        shaped.thursday_seconds,
        shaped.friday_seconds,
        shaped.saturday_seconds,
        shaped.sunday_seconds,
        shaped.status,
        shaped.is_billable,
        shaped.known_from,
        shaped.known_to,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join project_reference on shaped.project_ref = project_reference.reference

)

select * from final
