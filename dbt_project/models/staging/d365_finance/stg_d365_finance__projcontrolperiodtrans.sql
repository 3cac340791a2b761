with

source as (

    select * from {{ source('d365_finance', 'projcontrolperiodtrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projid', 'controlid', 'periodfrom', 'version') }} as estimate_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        ---------- attributes
        cast(projid as string) as project_number,
        cast(controlid as string) as control_code,
        cast(transid as string) as transaction_number,
        cast(wiptype as string) as wip_type,
        ---------- measures
        cast(version as bigint) as version,
        cast(amount as decimal(18, 4)) as amount,
        ---------- dates
        cast(periodfrom as date) as period_starts_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
