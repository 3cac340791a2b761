with

shaped as (

    {{ tieout.union_of('integration_event', {
        'correlation_id': 'string',
        'flow': 'string',
        'status': 'string',
        'attempts': 'bigint',
        'started_at': 'timestamp',
        'finished_at': 'timestamp',
        'error': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as integration_event_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.correlation_id,
        shaped.flow,
        shaped.status,
        shaped.attempts,
        shaped.started_at,
        shaped.finished_at,
        shaped.error,
        shaped.is_deleted

    from shaped

)

select * from final
