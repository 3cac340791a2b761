with

exchangerate as (

    select * from {{ ref('stg_d365_finance__exchangerate') }}

),

exchangeratecurrencypair as (

    select * from {{ ref('stg_d365_finance__exchangeratecurrencypair') }}

),

exchangeratetype as (

    select * from {{ ref('stg_d365_finance__exchangeratetype') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        exchangerate.source_instance,
        instance.source_system,
        exchangerate.record_id as source_record_id,
        exchangerate._raw_row_id,
        exchangeratecurrencypair.from_currency,
        exchangeratecurrencypair.to_currency,
        rate_types.canonical_value as rate_type,
        exchangerate.valid_from,
        exchangerate.valid_to,
        {{ d365_rate_of_one('exchangerate.exchange_rate', 'factors.canonical_value') }} as rate,
        exchangerate.is_deleted or exchangeratecurrencypair.is_deleted as is_deleted

    from exchangerate
    inner join instance on exchangerate.source_instance = instance.source_instance
    inner join exchangeratecurrencypair
        on
            exchangerate.source_instance = exchangeratecurrencypair.source_instance
            and exchangerate.currency_pair_record_id = exchangeratecurrencypair.record_id
    left join exchangeratetype
        on
            exchangeratecurrencypair.source_instance = exchangeratetype.source_instance
            and exchangeratecurrencypair.exchange_rate_type_record_id = exchangeratetype.record_id
    left join code_map as rate_types
        on
            rate_types.vendor = 'd365_finance'
            and rate_types.field = 'exchangeratetype.name'
            and exchangeratetype.name = rate_types.source_value
    left join code_map as factors
        on
            factors.vendor = 'd365_finance'
            and factors.field = 'exchangeratecurrencypair.exchangeratedisplayfactor'
            and exchangeratecurrencypair.display_factor_code = factors.source_value

)

select * from final
