with

source as (

    select * from {{ source('d365_finance', 'logisticspostaladdress') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(location as string) as location_record_id,
        ---------- attributes
        cast(countryregionid as string) as country_region_code,
        cast(state as string) as state_code,
        ---------- dates
        cast(validfrom as timestamp) as valid_from_at,
        cast(validto as timestamp) as valid_to_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
