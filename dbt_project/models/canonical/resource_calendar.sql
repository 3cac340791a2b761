with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

shaped as (

    {{ tieout.union_of('resource_calendar', {
        'resource_ref': 'string',
        'weekday': 'bigint',
        'duration_seconds': 'bigint',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as resource_calendar_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        resource_reference.resource_id,
        shaped.weekday,
        shaped.duration_seconds,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference

)

select * from final
