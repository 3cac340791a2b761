with

source as (

    select * from {{ source('salesforce', 'rate_revision') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as rate_revision_record_id,
        {{ salesforce_id('contract_id') }} as contract_record_id,
        ---------- attributes
        cast(role as string) as role,
        cast(retro_policy as string) as retro_policy,
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(line_number as bigint) as line_number,
        cast(hourly_rate as decimal(18, 4)) as hourly_amount,
        ---------- dates
        cast(effective_date as date) as effective_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
