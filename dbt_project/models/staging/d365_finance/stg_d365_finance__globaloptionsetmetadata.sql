with

source as (

    select * from {{ source('d365_finance', 'globaloptionsetmetadata') }}

),

final as (

    select
        ---------- ids
        lower(trim(cast(entityname as string))) as entity_name,
        lower(trim(cast(optionsetname as string))) as option_set_name,
        ---------- attributes
        cast(localizedlabel as string) as label,
        cast(externalvalue as string) as symbol,
        ---------- measures
        cast(option as bigint) as option_value,
        cast(localizedlabellanguagecode as bigint) as language_code,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
