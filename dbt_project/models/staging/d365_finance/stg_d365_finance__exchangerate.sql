with

source as (

    select * from {{ source('d365_finance', 'exchangerate') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(exchangeratecurrencypair as string) as currency_pair_record_id,
        ---------- measures
        cast(exchangerate as decimal(28, 12)) as exchange_rate,
        ---------- dates
        cast(validfrom as date) as valid_from,
        cast(validto as date) as valid_to,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
