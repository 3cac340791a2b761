with

source as (

    select * from {{ source('salesforce', 'dated_conversion_rate') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as dated_conversion_rate_record_id,
        ---------- attributes
        cast(iso_code as string) as currency,
        ---------- measures
        cast(conversion_rate as decimal(28, 12)) as conversion_rate,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(next_start_date as date) as next_starts_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
