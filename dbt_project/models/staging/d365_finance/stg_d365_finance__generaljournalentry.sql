with

source as (

    select * from {{ source('d365_finance', 'generaljournalentry') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        {{ d365_key('subledgervoucherdataareaid', 'subledgervoucher') }} as voucher_key,
        cast(ledger as string) as ledger_record_id,
        cast(fiscalcalendarperiod as string) as fiscal_period_record_id,
        lower(trim(cast(subledgervoucherdataareaid as string))) as voucher_data_area_id,
        ---------- attributes
        cast(documentnumber as string) as document_number,
        cast(journalnumber as string) as journal_number,
        cast(journalcategory as string) as journal_category,
        cast(postinglayer as string) as posting_layer,
        cast(subledgervoucher as string) as voucher,
        ---------- dates
        cast(accountingdate as date) as accounting_on,
        cast(documentdate as date) as document_on,
        cast(createddatetime as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
