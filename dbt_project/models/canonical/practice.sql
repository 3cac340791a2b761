with

shaped as (

    {{ tieout.union_of('practice', {
        'practice_code': 'string',
        'name': 'string',
        'parent_ref': 'string',
        'is_active': 'boolean',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as practice_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.practice_code,
        shaped.name,
        shaped.parent_ref as parent_practice_id,
        shaped.is_active,
        shaped.is_deleted

    from shaped

)

select * from final
