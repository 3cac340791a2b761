with

companyinfo as (

    select * from {{ ref('stg_d365_finance__companyinfo') }}

),

dirpartytable as (

    select * from {{ ref('stg_d365_finance__dirpartytable') }}

),

ledger as (

    select * from {{ ref('stg_d365_finance__ledger') }}

),

fiscalcalendarperiod as (

    select * from {{ ref('stg_d365_finance__fiscalcalendarperiod') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

ledgers as (

    select
        source_instance,
        company_record_id,
        max(accounting_currency) as functional_currency,
        max(fiscal_calendar_record_id) as fiscal_calendar_record_id

    from ledger
    where not is_deleted
    group by source_instance, company_record_id

),

period_lengths as (

    select
        source_instance,
        fiscal_calendar_record_id,
        {{ days_between('starts_on', 'ends_on') }} + 1 as days,
        starts_on = {{ month_start('starts_on') }} and ends_on = {{ month_end('starts_on') }} as is_month

    from fiscalcalendarperiod
    where
        period_type = '1'
        and not is_deleted

),

calendars as (

    select
        source_instance,
        fiscal_calendar_record_id,
        case
            when min(case when is_month then 1 else 0 end) = 1 then 'months'
            when max(mod(days, 7)) = 0 then '4-4-5'
            else 'other'
        end as fiscal_calendar

    from period_lengths
    group by source_instance, fiscal_calendar_record_id

),

addresses as (

    {{ d365_addresses() }}

),

final as (

    select
        companyinfo.source_instance,
        instance.source_system,
        companyinfo.company_code as source_record_id,
        companyinfo._raw_row_id,
        companyinfo.company_code as legal_entity_code,
        dirpartytable.name,
        ledgers.functional_currency,
        addresses.country,
        coalesce(calendars.fiscal_calendar, 'other') as fiscal_calendar,
        {{ null_of('string') }} as time_zone,
        companyinfo.tax_number,
        coalesce(companyinfo.is_consolidation_company, false)
        or coalesce(companyinfo.is_elimination_company, false) as is_consolidation,
        companyinfo.is_deleted

    from companyinfo
    inner join instance on companyinfo.source_instance = instance.source_instance
    left join dirpartytable
        on
            companyinfo.source_instance = dirpartytable.source_instance
            and companyinfo.record_id = dirpartytable.record_id
    left join addresses
        on
            dirpartytable.source_instance = addresses.source_instance
            and dirpartytable.address_location_record_id = addresses.location_record_id
    left join ledgers
        on
            companyinfo.source_instance = ledgers.source_instance
            and companyinfo.record_id = ledgers.company_record_id
    left join calendars
        on
            ledgers.source_instance = calendars.source_instance
            and ledgers.fiscal_calendar_record_id = calendars.fiscal_calendar_record_id

)

select * from final
