with

shaped as (

    {{ tieout.union_of('holiday', {
        'location': 'string',
        'holiday_on': 'date',
        'name': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as holiday_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.location,
        shaped.holiday_on,
        shaped.name,
        shaped.is_deleted

    from shaped

)

select * from final
