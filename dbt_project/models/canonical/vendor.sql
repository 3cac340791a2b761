with

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'code'

),

shaped as (

    {{ tieout.union_of('vendor', {
        'vendor_code': 'string',
        'name': 'string',
        'worker_code': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as vendor_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.vendor_code,
        shaped.name,
        shaped.worker_code,
        worker_reference.worker_id,
        shaped.is_deleted

    from shaped
    left join worker_reference
        on {{ tieout.code_reference('shaped', 'worker_code') }} = worker_reference.reference

)

select * from final
