with

sale_opportunity as (

    select * from {{ ref('stg_tryton__sale_opportunity') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

worker as (

    select * from {{ ref('worker') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- The CRM delivers no employees of its own: the owner is looked up among the workers of its realm.
owners as (

    select
        worker.worker_id,
        worker.source_record_id,
        instance.realm

    from worker
    inner join instance on worker.source_instance = instance.source_instance

),

tryton as (

    select
        sale_opportunity.source_instance,
        instance.source_system,
        instance.realm,
        sale_opportunity.opportunity_record_id as source_record_id,
        sale_opportunity._raw_row_id,
        sale_opportunity.opportunity_number,
        sale_opportunity.party_record_id,
        sale_opportunity.company_record_id,
        sale_opportunity.name,
        code_map.canonical_value as stage,
        cast(null as date) as closed_on,
        sale_opportunity.opened_on,
        sale_opportunity.amount,
        currency.currency_code as currency,
        sale_opportunity.conversion_ratio as probability,
        sale_opportunity.employee_record_id as owner_record_id,
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

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as opportunity_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.opportunity_number,
        xref_client.client_id,
        xref_legal_entity.legal_entity_id,
        tryton.name,
        tryton.stage,
        tryton.stage = 'won' as is_won,
        tryton.stage <> 'open' as is_closed,
        tryton.closed_on,
        case
            when tryton.stage <> 'open' and tryton.closed_on is null
                then 'the source keeps the day on which the end was entered, not the day it happened'
        end as closed_on_reason,
        tryton.opened_on,
        tryton.amount,
        tryton.currency,
        tryton.probability,
        tryton.owner_record_id,
        owners.worker_id as owner_worker_id,
        tryton.is_deleted

    from tryton
    left join xref_client
        on
            tryton.source_instance = xref_client.source_instance
            and tryton.party_record_id = xref_client.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id
    left join owners
        on
            tryton.realm = owners.realm
            and tryton.owner_record_id = owners.source_record_id

)

select * from final
