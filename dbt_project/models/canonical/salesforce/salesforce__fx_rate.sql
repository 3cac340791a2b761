with

dated_conversion_rate as (

    select * from {{ ref('stg_salesforce__dated_conversion_rate') }}

),

currency_type as (

    select * from {{ ref('stg_salesforce__currency_type') }}

),

org as (

    {{ salesforce_orgs() }}

),

dated as (

    select
        source_instance,
        dated_conversion_rate_record_id as source_record_id,
        _raw_row_id,
        currency,
        greatest(starts_on, {{ salesforce_first_day() }}) as valid_from,
        case
            when next_starts_on < cast('9999-12-31' as date) then {{ add_days('next_starts_on', -1) }}
        end as valid_to,
        conversion_rate as rate,
        is_deleted

    from dated_conversion_rate

),

dated_currencies as (

    select distinct
        source_instance,
        currency

    from dated
    where not is_deleted

),

-- Without dated rates the org converts every day, past ones too, at the rate of today.
undated as (

    select
        currency_type.source_instance,
        currency_type.currency_type_record_id as source_record_id,
        currency_type._raw_row_id,
        currency_type.currency,
        {{ salesforce_first_day() }} as valid_from,
        {{ null_of('date') }} as valid_to,
        currency_type.conversion_rate as rate,
        currency_type.is_deleted

    from currency_type
    left join dated_currencies
        on
            currency_type.source_instance = dated_currencies.source_instance
            and currency_type.currency = dated_currencies.currency
    where dated_currencies.currency is null

),

rates as (

    select * from dated
    union all
    select * from undated

),

final as (

    select
        rates.source_instance,
        org.source_system,
        rates.source_record_id,
        rates._raw_row_id,
        org.currency as from_currency,
        rates.currency as to_currency,
        'spot' as rate_type,
        rates.valid_from,
        rates.valid_to,
        rates.rate,
        rates.is_deleted

    from rates
    inner join org on rates.source_instance = org.source_instance
    where rates.currency <> org.currency

)

select * from final
