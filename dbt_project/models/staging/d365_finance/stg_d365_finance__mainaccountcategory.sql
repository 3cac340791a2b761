with

source as (

    select * from {{ source('d365_finance', 'mainaccountcategory') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        ---------- attributes
        upper(trim(cast(accountcategory as string))) as category_code,
        cast(description as string) as description,
        ---------- measures
        cast(accountcategoryref as bigint) as category_number,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
