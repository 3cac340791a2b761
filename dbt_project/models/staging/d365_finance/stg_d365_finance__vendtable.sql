with

source as (

    select * from {{ source('d365_finance', 'vendtable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'accountnum') }} as vendor_key,
        cast(party as string) as party_record_id,
        ---------- attributes
        cast(accountnum as string) as account_number,
        cast(vendgroup as string) as vendor_group,
        cast(currency as string) as currency_code,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
