with

source as (

    select * from {{ source('salesforce', 'product_2') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as product_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(product_code as string) as product_code,
        cast(family as string) as family,
        cast(quantity_unit_of_measure as string) as quantity_unit,
        ---------- booleans
        cast(is_active as boolean) as is_active,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
