with

client as (

    select * from {{ ref('client') }}

),

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        party.source_instance,
        party.party_record_id as source_record_id,
        instance.realm

    from party
    inner join instance on party.source_instance = instance.source_instance

),

identities as (

    select
        client.client_id,
        client.source_record_id,
        instance.realm

    from client
    inner join instance on client.source_instance = instance.source_instance

),

final as (

    select
        tryton.source_instance,
        tryton.source_record_id,
        identities.client_id,
        'native_reference' as method,
        cast(1 as decimal(5, 4)) as confidence

    from tryton
    inner join identities
        on
            tryton.realm = identities.realm
            and tryton.source_record_id = identities.source_record_id

)

select * from final
