with

shaped as (

    {{ tieout.union_of('billing_hold', {
        'target_kind': 'string',
        'target_ref': 'string',
        'reason': 'string',
        'placed_by': 'string',
        'placed_at': 'timestamp',
        'expires_on': 'date',
        'released_at': 'timestamp',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as billing_hold_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.target_kind,
        shaped.target_ref as target_id,
        shaped.reason,
        shaped.placed_by,
        shaped.placed_at,
        shaped.expires_on,
        shaped.released_at,
        shaped.is_deleted

    from shaped

)

select * from final
