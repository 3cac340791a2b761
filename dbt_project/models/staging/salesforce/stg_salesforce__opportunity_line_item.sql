with

source as (

    select * from {{ source('salesforce', 'opportunity_line_item') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as opportunity_line_item_record_id,
        {{ salesforce_id('opportunity_id') }} as opportunity_record_id,
        {{ salesforce_id('product_2_id') }} as product_record_id,
        ---------- attributes
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(total_price as decimal(18, 4)) as price,
        ---------- dates
        cast(service_date as date) as service_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
