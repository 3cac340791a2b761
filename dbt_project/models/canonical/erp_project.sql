with

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('erp_project', {
        'project_code': 'string',
        'psa_reference': 'string',
        'name': 'string',
        'client_ref': 'string',
        'legal_entity_ref': 'string',
        'contract_code': 'string',
        'status': 'string',
        'billing_type': 'string',
        'currency': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'created_on': 'date',
        'parent_ref': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as erp_project_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.project_code,
        shaped.psa_reference,
        shaped.name,
        client_reference.client_id,
        legal_entity_reference.legal_entity_id,
        shaped.contract_code,
        shaped.status,
        shaped.billing_type,
        shaped.currency,
        shaped.starts_on,
        shaped.ends_on,
        shaped.created_on,
        shaped.parent_ref as parent_erp_project_id,
        shaped.is_deleted

    from shaped
    left join client_reference on shaped.client_ref = client_reference.reference
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference

)

select * from final
