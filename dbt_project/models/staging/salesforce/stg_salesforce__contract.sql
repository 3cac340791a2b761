with

source as (

    select * from {{ source('salesforce', 'contract') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as contract_record_id,
        {{ salesforce_id('account_id') }} as account_record_id,
        {{ salesforce_id('owner_id') }} as owner_record_id,
        ---------- attributes
        cast(contract_number as string) as contract_number,
        cast(name as string) as name,
        cast(status as string) as status,
        cast(status_code as string) as status_code,
        cast(erp_company as string) as legal_entity_code,
        cast(contract_combination as string) as combination_code,
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(contract_term as bigint) as term_months,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(company_signed_date as date) as company_signed_on,
        cast(customer_signed_date as date) as customer_signed_on,
        cast(activated_date as timestamp) as activated_at,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
