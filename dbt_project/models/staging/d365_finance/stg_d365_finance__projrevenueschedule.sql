with

source as (

    select * from {{ source('d365_finance', 'projrevenueschedule') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        ---------- attributes
        cast(projid as string) as project_number,
        cast(currencycode as string) as currency_code,
        cast(status as string) as status,
        ---------- measures
        cast(sequence as bigint) as sequence,
        cast(version as bigint) as version,
        cast(amount as decimal(18, 4)) as amount,
        ---------- dates
        cast(duedate as date) as due_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
