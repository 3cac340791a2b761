with

source as (

    select * from {{ source('salesforce', 'opportunity') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as opportunity_record_id,
        {{ salesforce_id('account_id') }} as account_record_id,
        {{ salesforce_id('owner_id') }} as owner_record_id,
        {{ salesforce_id('contract_id') }} as contract_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(stage_name as string) as stage,
        cast(erp_company as string) as legal_entity_code,
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(probability as decimal(18, 4)) as probability,
        ---------- booleans
        cast(is_closed as boolean) as is_closed,
        cast(is_won as boolean) as is_won,
        ---------- dates
        cast(close_date as date) as closes_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
