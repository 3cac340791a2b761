with

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('work_pattern', {
        'worker_ref': 'string',
        'weekday': 'bigint',
        'duration_seconds': 'bigint',
        'basis': 'string',
        'valid_from': 'date',
        'valid_to': 'date',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as work_pattern_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        worker_reference.worker_id,
        shaped.weekday,
        shaped.duration_seconds,
        shaped.basis,
        shaped.valid_from,
        shaped.valid_to,
        shaped.is_deleted

    from shaped
    left join worker_reference on shaped.worker_ref = worker_reference.reference

)

select * from final
