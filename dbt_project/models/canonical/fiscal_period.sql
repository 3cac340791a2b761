with

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

shaped as (

    {{ tieout.union_of('fiscal_period', {
        'legal_entity_ref': 'string',
        'period_name': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'status': 'string',
        'hard_closed_at': 'timestamp',
    }) }}

),

-- A calendar month is named by it; any other period by its first day, which no other period of the books shares.
final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as fiscal_period_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        legal_entity_reference.legal_entity_id,
        case
            when
                shaped.starts_on = {{ month_start('shaped.starts_on') }}
                and shaped.ends_on = {{ month_end('shaped.starts_on') }}
                then {{ period_of('shaped.starts_on') }}
            else cast(shaped.starts_on as string)
        end as period,
        shaped.period_name,
        shaped.starts_on,
        shaped.ends_on,
        shaped.status,
        shaped.hard_closed_at,
        shaped.is_deleted

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference

)

select * from final
