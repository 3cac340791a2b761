with

source as (

    select * from {{ source('d365_finance', 'ledgerfiscalcalendarperiod') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(ledger as string) as ledger_record_id,
        cast(fiscalcalendarperiod as string) as fiscal_period_record_id,
        ---------- attributes
        cast(status as string) as status,
        ---------- dates
        cast(modifieddatetime as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
