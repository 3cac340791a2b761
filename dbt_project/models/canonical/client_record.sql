with

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
    }) }}

),

final as (

    select
        source_instance || ':' || source_record_id as client_record_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        client_code,
        external_client_code,
        name,
        parent_ref as parent_reference,
        merged_into_ref as merged_into_reference,
        country,
        tax_jurisdiction,
        tax_number,
        domain,
        currency,
        status,
        created_on,
        is_deleted

    from shaped

)

select * from final
