with

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('absence', {
        'worker_ref': 'string',
        'absence_type_ref': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'duration_seconds': 'bigint',
        'status': 'string',
        'approved_at': 'timestamp',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as absence_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        worker_reference.worker_id,
        shaped.absence_type_ref as absence_type_id,
        shaped.starts_on,
        shaped.ends_on,
        shaped.duration_seconds,
        shaped.status,
        shaped.approved_at,
        shaped.is_deleted

    from shaped
    left join worker_reference on shaped.worker_ref = worker_reference.reference

)

select * from final
