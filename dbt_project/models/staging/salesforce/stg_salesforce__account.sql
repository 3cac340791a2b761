with

source as (

    select * from {{ source('salesforce', 'account') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as account_record_id,
        {{ salesforce_id('master_record_id') }} as merged_into_record_id,
        {{ salesforce_id('parent_id') }} as parent_record_id,
        {{ salesforce_id('owner_id') }} as owner_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(account_number as string) as account_number,
        cast(billing_country as string) as country,
        cast(billing_country_code as string) as country_code,
        cast(billing_state as string) as state,
        cast(billing_state_code as string) as state_code,
        cast(tax_number as string) as tax_number,
        cast(website as string) as website,
        cast(currency_iso_code as string) as currency,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
