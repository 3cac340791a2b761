with

source as (

    select * from {{ source('d365_finance', 'logisticsaddresscountryregion') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        ---------- attributes
        cast(countryregionid as string) as country_region_code,
        cast(isocode as string) as iso_code,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
