with

source as (

    select * from {{ source('certinia', 'rate_card') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as rate_card_record_id,
        {{ tieout.salesforce_id('account_id') }} as account_record_id,
        {{ tieout.salesforce_id('region_id') }} as region_record_id,
        {{ tieout.salesforce_id('practice_id') }} as practice_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(role as string) as role,
        ---------- measures
        cast(suggested_bill_rate as decimal(18, 4)) as hourly_amount,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
