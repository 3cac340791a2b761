with

shaped as (

    {{ tieout.union_of('region', {
        'region_code': 'string',
        'name': 'string',
        'parent_ref': 'string',
        'is_active': 'boolean',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as region_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.region_code,
        shaped.name,
        shaped.parent_ref as parent_region_id,
        shaped.is_active,
        shaped.is_deleted

    from shaped

)

select * from final
