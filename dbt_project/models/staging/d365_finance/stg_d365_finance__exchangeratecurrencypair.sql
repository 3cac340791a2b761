with

source as (

    select * from {{ source('d365_finance', 'exchangeratecurrencypair') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(exchangeratetype as string) as exchange_rate_type_record_id,
        ---------- attributes
        cast(fromcurrencycode as string) as from_currency,
        cast(tocurrencycode as string) as to_currency,
        cast(exchangeratedisplayfactor as string) as display_factor_code,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
