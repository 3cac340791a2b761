with

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

company as (

    select * from {{ ref('stg_tryton__company_company') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        company.source_instance,
        company.company_record_id as source_record_id,
        instance.realm

    from company
    inner join instance on company.source_instance = instance.source_instance

),

identities as (

    select
        legal_entity.legal_entity_id,
        legal_entity.source_record_id,
        instance.realm

    from legal_entity
    inner join instance on legal_entity.source_instance = instance.source_instance

),

final as (

    select
        tryton.source_instance,
        tryton.source_record_id,
        identities.legal_entity_id,
        'native_reference' as method,
        cast(1 as decimal(5, 4)) as confidence

    from tryton
    inner join identities
        on
            tryton.realm = identities.realm
            and tryton.source_record_id = identities.source_record_id

)

select * from final
