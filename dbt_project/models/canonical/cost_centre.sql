with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'code'

),

shaped as (

    {{ tieout.union_of('cost_centre', {
        'cost_centre_code': 'string',
        'name': 'string',
        'parent_ref': 'string',
        'legal_entity_code': 'string',
        'is_active': 'boolean',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as cost_centre_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.cost_centre_code,
        shaped.name,
        shaped.parent_ref as parent_cost_centre_id,
        legal_entity_reference.legal_entity_id,
        shaped.is_active,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference
        on {{ tieout.code_reference('shaped', 'legal_entity_code') }} = legal_entity_reference.reference

)

select * from final
