with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('dimension_map', {
        'dimension': 'string',
        'source_code': 'string',
        'target_code': 'string',
        'legal_entity_ref': 'string',
        'is_active': 'boolean',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as dimension_map_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.dimension,
        shaped.source_code,
        shaped.target_code,
        legal_entity_reference.legal_entity_id,
        shaped.is_active,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference

)

select * from final
