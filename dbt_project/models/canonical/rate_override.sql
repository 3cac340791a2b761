with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

shaped as (

    {{ tieout.union_of('rate_override', {
        'resource_ref': 'string',
        'project_ref': 'string',
        'role': 'string',
        'hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'is_daily': 'boolean',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as rate_override_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        resource_reference.resource_id,
        project_reference.project_id,
        shaped.role,
        shaped.hourly_amount,
        shaped.currency,
        shaped.is_daily,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join project_reference on shaped.project_ref = project_reference.reference

)

select * from final
