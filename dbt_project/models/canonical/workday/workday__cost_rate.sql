with

ranges as (

    {{ workday_ranges() }}

),

terms as (

    {{ workday_terms() }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

pay_frequencies as (

    select * from {{ ref('pay_frequencies') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Of the five blocks of pay only the one in its own currency and rhythm counts; who is lent is paid by contract.
pays as (

    select
        source_instance,
        worker_record_id,
        _raw_row_id,
        starts_on,
        ends_on,
        is_contractor,
        scheduled_weekly_seconds,
        case when is_contractor then contract_pay else base_pay end as pay,
        case when is_contractor then contract_pay_currency else pay_currency end as currency,
        case when is_contractor then contract_pay_frequency else pay_frequency end as frequency,
        case
            when is_contractor then 'worker_history.contract_frequency_name'
            else 'worker_history.employee_compensation_frequency'
        end as frequency_field,
        is_deleted

    from ranges

),

-- Pay is of the hours the person is scheduled for: a part of the time is in it already.
rhythms as (

    select
        pays.*,
        terms.labour_burden_factor,
        case pay_frequencies.paid_unit
            when 'hour' then 1
            when 'day' then {{ seconds_in_hour() }} * terms.working_days_per_week
            when 'week' then {{ seconds_in_hour() }}
            when 'year' then {{ seconds_in_hour() }} * pay_frequencies.pays_per_year
        end as multiplier,
        case pay_frequencies.paid_unit
            when 'hour' then 1
            when 'day' then pays.scheduled_weekly_seconds
            when 'week' then pays.scheduled_weekly_seconds * pay_frequencies.weeks_per_pay
            when 'year' then pays.scheduled_weekly_seconds * terms.paid_weeks_per_year
        end as divisor

    from pays
    cross join terms
    left join code_map
        on
            code_map.vendor = 'workday'
            and pays.frequency_field = code_map.field
            and pays.frequency = code_map.source_value
    left join pay_frequencies on code_map.canonical_value = pay_frequencies.frequency

),

-- No pay, no rhythm or no hours make no rate: a rate of zero would look like free work.
standard as (

    select
        source_instance,
        worker_record_id,
        _raw_row_id,
        starts_on,
        ends_on,
        is_contractor,
        labour_burden_factor,
        {{ hourly_of_pay('pay', 'multiplier', 'divisor') }} as hourly_amount,
        currency,
        'standard' as basis,
        is_deleted

    from rhythms
    where
        pay > 0
        and currency is not null
        and divisor > 0

),

-- Taxes and benefits of people who are lent are in what their firm asks for.
loaded as (

    select
        source_instance,
        worker_record_id,
        _raw_row_id,
        starts_on,
        ends_on,
        is_contractor,
        labour_burden_factor,
        case
            when is_contractor then hourly_amount
            else {{ money_mul('hourly_amount', 'labour_burden_factor') }}
        end as hourly_amount,
        currency,
        'loaded' as basis,
        is_deleted

    from standard
    where labour_burden_factor is not null

),

rates as (

    select * from standard
    union all
    select * from loaded

),

final as (

    select
        rates.source_instance,
        instance.source_system,
        rates.worker_record_id || '@' || cast(rates.starts_on as string) || ':' || rates.basis as source_record_id,
        rates._raw_row_id,
        rates.source_instance || ':' || rates.worker_record_id as worker_ref,
        {{ null_of('string') }} as resource_ref,
        rates.starts_on as valid_from,
        rates.ends_on as valid_to,
        rates.hourly_amount,
        rates.currency,
        rates.basis,
        rates.is_deleted

    from rates
    inner join instance on rates.source_instance = instance.source_instance

)

select * from final
