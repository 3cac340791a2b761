with

source as (

    select * from {{ source('salesforce', 'currency_type') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as currency_type_record_id,
        ---------- attributes
        cast(iso_code as string) as currency,
        ---------- measures
        cast(conversion_rate as decimal(28, 12)) as conversion_rate,
        cast(decimal_places as bigint) as minor_unit_digits,
        ---------- booleans
        cast(is_active as boolean) as is_active,
        cast(is_corporate as boolean) as is_corporate,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
