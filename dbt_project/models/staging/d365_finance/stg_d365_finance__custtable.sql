with

source as (

    select * from {{ source('d365_finance', 'custtable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'accountnum') }} as customer_key,
        {{ d365_key('dataareaid', 'invoiceaccount') }} as invoice_account_key,
        {{ d365_key('dataareaid', 'mcrmergedparent') }} as merged_into_key,
        cast(party as string) as party_record_id,
        ---------- attributes
        cast(accountnum as string) as account_number,
        cast(custgroup as string) as customer_group,
        cast(currency as string) as currency_code,
        cast(invoiceaccount as string) as invoice_account_number,
        cast(mcrmergedparent as string) as merged_into_account_number,
        cast(blocked as string) as blocked,
        cast(vatnum as string) as tax_number,
        cast(taxgroup as string) as tax_group,
        cast(partycountry as string) as country_region_code,
        ---------- dates
        cast(createddatetime as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
