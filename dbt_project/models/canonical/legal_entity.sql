with

company as (

    select * from {{ ref('stg_tryton__company_company') }}

),

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        company.source_instance,
        instance.source_system,
        company.company_record_id as source_record_id,
        company._raw_row_id,
        party.name,
        currency.currency_code as functional_currency,
        cast(null as string) as country,
        'months' as fiscal_calendar,
        company.time_zone,
        company.is_deleted

    from company
    inner join instance on company.source_instance = instance.source_instance
    left join party
        on
            company.source_instance = party.source_instance
            and company.party_record_id = party.party_record_id
    left join currency
        on
            company.source_instance = currency.source_instance
            and company.currency_record_id = currency.currency_record_id
    where instance.source_system = 'erp'

),

final as (

    select
        source_instance || ':' || source_record_id as legal_entity_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        name,
        functional_currency,
        country,
        fiscal_calendar,
        time_zone,
        is_deleted

    from tryton

)

select * from final
