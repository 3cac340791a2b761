with

source as (

    select * from {{ source('d365_finance', 'dimensionmap') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        ---------- attributes
        lower(trim(cast(dimension as string))) as dimension,
        cast(sourcecode as string) as source_code,
        cast(targetcode as string) as target_code,
        ---------- booleans
        cast(isactive as boolean) as is_active,
        ---------- dates
        cast(validfrom as date) as valid_from,
        cast(validto as date) as valid_to,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
