with

shaped as (

    {{ tieout.union_of('approval_event', {
        'target_kind': 'string',
        'target_ref': 'string',
        'transition': 'string',
        'happened_at': 'timestamp',
        'actor': 'string',
        'sequence': 'bigint',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as approval_event_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.target_kind,
        shaped.target_ref as target_id,
        shaped.transition,
        shaped.happened_at,
        shaped.actor,
        shaped.sequence,
        shaped.is_deleted

    from shaped

)

select * from final
