with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

client_reference as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('rate_card', {
        'role': 'string',
        'resource_ref': 'string',
        'client_ref': 'string',
        'region_code': 'string',
        'practice_code': 'string',
        'hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'valid_from': 'date',
        'valid_to': 'date',
        'known_at': 'timestamp',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as rate_card_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.role,
        resource_reference.resource_id,
        client_reference.client_id,
        shaped.region_code,
        shaped.practice_code,
        shaped.hourly_amount,
        shaped.currency,
        shaped.valid_from,
        shaped.valid_to,
        shaped.known_at,
        shaped.is_deleted

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join client_reference on shaped.client_ref = client_reference.reference

)

select * from final
