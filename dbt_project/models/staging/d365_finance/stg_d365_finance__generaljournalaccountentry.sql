with

source as (

    select * from {{ source('d365_finance', 'generaljournalaccountentry') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(generaljournalentry as string) as entry_record_id,
        cast(mainaccount as string) as main_account_record_id,
        ---------- attributes
        cast(ledgeraccount as string) as ledger_account,
        cast(transactioncurrencycode as string) as transaction_currency_code,
        cast(text as string) as text,
        ---------- measures
        cast(accountingcurrencyamount as decimal(18, 4)) as accounting_amount,
        cast(transactioncurrencyamount as decimal(18, 4)) as transaction_amount,
        ---------- booleans
        cast(iscredit as boolean) as is_credit,
        cast(iscorrection as boolean) as is_correction,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
