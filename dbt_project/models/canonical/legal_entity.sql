with

shaped as (

    {{ tieout.union_of('legal_entity', {
        'legal_entity_code': 'string',
        'name': 'string',
        'functional_currency': 'string',
        'country': 'string',
        'fiscal_calendar': 'string',
        'time_zone': 'string',
        'tax_number': 'string',
        'is_consolidation': 'boolean',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as legal_entity_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.legal_entity_code,
        shaped.name,
        shaped.functional_currency,
        shaped.country,
        shaped.fiscal_calendar,
        shaped.time_zone,
        shaped.tax_number,
        shaped.is_consolidation,
        shaped.is_deleted

    from shaped

)

select * from final
