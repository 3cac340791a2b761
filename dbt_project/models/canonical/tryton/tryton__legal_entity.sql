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

final as (

    select
        company.source_instance,
        instance.source_system,
        company.company_record_id as source_record_id,
        company._raw_row_id,
        company.company_record_id as legal_entity_code,
        party.name,
        currency.currency_code as functional_currency,
        {{ null_of('string') }} as country,
        'months' as fiscal_calendar,
        company.time_zone,
        {{ null_of('string') }} as tax_number,
        false as is_consolidation,
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

)

select * from final
