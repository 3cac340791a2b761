with

shaped as (

    {{ tieout.union_of('fx_rate', {
        'from_currency': 'string',
        'to_currency': 'string',
        'rate_type': 'string',
        'valid_from': 'date',
        'valid_to': 'date',
        'rate': 'decimal(28, 12)',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as fx_rate_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.from_currency,
        shaped.to_currency,
        shaped.rate_type,
        shaped.valid_from,
        shaped.valid_to,
        shaped.rate,
        shaped.is_deleted

    from shaped

)

select * from final
