with

source as (

    select * from {{ source('d365_finance', 'projlineproperty') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'linepropertyid') }} as line_property_key,
        ---------- attributes
        cast(linepropertyid as string) as line_property_code,
        ---------- booleans
        cast(tobeinvoiced as boolean) as is_to_be_invoiced,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
