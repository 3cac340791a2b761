with

projtransposting as (

    select * from {{ ref('stg_d365_finance__projtransposting') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

write_offs as (

    select projtransposting.*
    from projtransposting
    inner join code_map
        on
            code_map.vendor = 'd365_finance'
            and code_map.field = 'projtransposting.postingtype'
            and projtransposting.posting_type = code_map.source_value
            and code_map.canonical_value = 'write_off'

),

-- The posting debits the write-off: what it takes off WIP is the opposite.
final as (

    select
        write_offs.source_instance,
        instance.source_system,
        write_offs.record_id as source_record_id,
        write_offs._raw_row_id,
        write_offs.source_instance || ':' || write_offs.project_key as project_ref,
        {{ null_of('string') }} as time_entry_ref,
        case when write_offs.amount < 0 then 'write_up' else 'write_off' end as kind,
        {{ null_of('bigint') }} as duration_seconds,
        cast(-write_offs.amount as decimal(18, 4)) as amount,
        legal_entity.functional_currency as currency,
        write_offs.category_code as reason,
        {{ null_of('string') }} as approved_by,
        write_offs.ledger_on as effective_on,
        write_offs.is_deleted

    from write_offs
    inner join instance on write_offs.source_instance = instance.source_instance
    left join legal_entity
        on
            write_offs.source_instance = legal_entity.source_instance
            and write_offs.data_area_id = legal_entity.source_record_id

)

select * from final
