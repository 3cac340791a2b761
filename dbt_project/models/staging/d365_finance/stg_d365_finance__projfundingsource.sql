with

source as (

    select * from {{ source('d365_finance', 'projfundingsource') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'contractid') }} as project_contract_key,
        {{ d365_key('dataareaid', 'custaccount') }} as customer_key,
        ---------- attributes
        cast(contractid as string) as project_contract_number,
        cast(fundingsourceid as string) as funding_source_code,
        cast(custaccount as string) as customer_account_number,
        cast(fundingtype as string) as funding_type,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
