with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('client', {
        'client_code': 'string',
        'external_client_code': 'string',
        'name': 'string',
        'parent_ref': 'string',
        'merged_into_ref': 'string',
        'country': 'string',
        'tax_jurisdiction': 'string',
        'tax_number': 'string',
        'domain': 'string',
        'currency': 'string',
        'status': 'string',
        'created_on': 'date',
    }, extras={'d365_finance': {'legal_entity_ref': 'string'}}) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as client_record_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.client_code,
        shaped.external_client_code,
        shaped.name,
        legal_entity_reference.legal_entity_id,
        shaped.parent_ref as parent_reference,
        shaped.merged_into_ref as merged_into_reference,
        shaped.country,
        shaped.tax_jurisdiction,
        shaped.tax_number,
        shaped.domain,
        shaped.currency,
        shaped.status,
        shaped.created_on,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference

)

select * from final
