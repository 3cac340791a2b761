with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('gl_account', {
        'legal_entity_ref': 'string',
        'code': 'string',
        'name': 'string',
        'account_class': 'string',
        'currency': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as gl_account_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        legal_entity_reference.legal_entity_id,
        shaped.code,
        shaped.name,
        shaped.account_class,
        shaped.currency,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference

)

select * from final
