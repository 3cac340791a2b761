with

shaped as (

    {{ tieout.union_of('absence_type', {
        'name': 'string',
        'is_paid': 'boolean',
        'reduces_capacity': 'boolean',
        'is_long_leave': 'boolean',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as absence_type_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.name,
        shaped.is_paid,
        shaped.reduces_capacity,
        shaped.is_long_leave,
        shaped.is_deleted

    from shaped

)

select * from final
