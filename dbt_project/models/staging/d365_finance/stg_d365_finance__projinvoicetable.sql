with

source as (

    select * from {{ source('d365_finance', 'projinvoicetable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projinvoiceprojid') }} as project_contract_key,
        ---------- attributes
        cast(projinvoiceprojid as string) as project_contract_number,
        cast(name as string) as name,
        cast(currencyid as string) as currency_code,
        ---------- dates
        cast(psacontractdate as date) as contract_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
