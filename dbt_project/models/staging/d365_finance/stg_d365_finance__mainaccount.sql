with

source as (

    select * from {{ source('d365_finance', 'mainaccount') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(ledgerchartofaccounts as string) as chart_record_id,
        ---------- attributes
        cast(mainaccountid as string) as account_code,
        cast(name as string) as name,
        cast(currencycode as string) as currency_code,
        ---------- measures
        cast(type as bigint) as account_type,
        cast(accountcategoryref as bigint) as category_number,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
