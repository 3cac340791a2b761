with

source as (

    select * from {{ source('d365_finance', 'taxtrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'voucher') }} as voucher_key,
        cast(sourcerecid as string) as source_line_record_id,
        ---------- attributes
        cast(voucher as string) as voucher,
        cast(taxcode as string) as tax_code,
        cast(taxgroup as string) as tax_group,
        cast(sourcecurrencycode as string) as currency_code,
        ---------- measures
        cast(sourcebaseamountcur as decimal(18, 4)) as base_amount,
        cast(sourcetaxamountcur as decimal(18, 4)) as tax_amount,
        ---------- dates
        cast(transdate as date) as transaction_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
