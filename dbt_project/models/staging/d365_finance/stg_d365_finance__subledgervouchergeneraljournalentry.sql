with

source as (

    select * from {{ source('d365_finance', 'subledgervouchergeneraljournalentry') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        {{ d365_key('voucherdataareaid', 'voucher') }} as voucher_key,
        lower(trim(cast(voucherdataareaid as string))) as voucher_data_area_id,
        cast(generaljournalentry as string) as entry_record_id,
        ---------- attributes
        cast(voucher as string) as voucher,
        ---------- dates
        cast(accountingdate as date) as accounting_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
