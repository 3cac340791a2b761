with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

shaped as (

    {{ tieout.union_of('utilization_target', {
        'resource_ref': 'string',
        'role': 'string',
        'target_ratio': 'decimal(18, 4)',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as utilization_target_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        resource_reference.resource_id,
        shaped.role,
        shaped.target_ratio,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference

)

select * from final
