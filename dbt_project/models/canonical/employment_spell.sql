with

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('employment_spell', {
        'worker_ref': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'reason': 'string',
        'known_at': 'timestamp',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as employment_spell_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        worker_reference.worker_id,
        shaped.starts_on,
        shaped.ends_on,
        shaped.reason,
        shaped.known_at,
        shaped.is_deleted

    from shaped
    left join worker_reference on shaped.worker_ref = worker_reference.reference

)

select * from final
