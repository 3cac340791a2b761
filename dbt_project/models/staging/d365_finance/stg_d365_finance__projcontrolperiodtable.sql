with

source as (

    select * from {{ source('d365_finance', 'projcontrolperiodtable') }}

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
        cast(voucherposted as string) as posted_voucher,
        cast(voucherreverse as string) as reversal_voucher,
        ---------- measures
        cast(version as bigint) as version,
        ---------- dates
        cast(periodfrom as date) as period_starts_on,
        cast(periodto as date) as period_ends_on,
        cast(voucherdateposted as date) as posted_on,
        cast(voucherdatereverse as date) as reversed_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
