with

sale_opportunity as (

    select * from {{ ref('stg_tryton__sale_opportunity') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        sale_opportunity.source_instance,
        instance.source_system,
        sale_opportunity.opportunity_record_id as source_record_id,
        sale_opportunity._raw_row_id,
        sale_opportunity.opportunity_number,
        sale_opportunity.source_instance || ':' || sale_opportunity.party_record_id as client_ref,
        sale_opportunity.company_record_id as legal_entity_code,
        sale_opportunity.name,
        code_map.canonical_value as stage,
        code_map.canonical_value = 'won' as is_won,
        code_map.canonical_value <> 'open' as is_closed,
        {{ null_of('date') }} as closed_on,
        case
            when code_map.canonical_value <> 'open'
                then 'the source keeps the day on which the end was entered, not the day it happened'
        end as closed_on_reason,
        sale_opportunity.opened_on,
        sale_opportunity.amount,
        currency.currency_code as currency,
        sale_opportunity.conversion_ratio as probability,
        sale_opportunity.employee_record_id as owner_record_id,
        sale_opportunity.employee_record_id as owner_employee_no,
        {{ null_of('string') }} as contract_ref,
        sale_opportunity.is_deleted

    from sale_opportunity
    inner join instance on sale_opportunity.source_instance = instance.source_instance
    left join currency
        on
            sale_opportunity.source_instance = currency.source_instance
            and sale_opportunity.currency_record_id = currency.currency_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'sale_opportunity.state'
            and sale_opportunity.state = code_map.source_value

)

select * from final
