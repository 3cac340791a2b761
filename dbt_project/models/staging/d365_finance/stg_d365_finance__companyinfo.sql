with

source as (

    select * from {{ source('d365_finance', 'companyinfo') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataarea as string))) as company_code,
        ---------- attributes
        cast(vatnum as string) as tax_number,
        ---------- booleans
        cast(isconsolidationcompany as boolean) as is_consolidation_company,
        cast(iseliminationcompany as boolean) as is_elimination_company,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
