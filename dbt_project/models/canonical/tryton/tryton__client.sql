with

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

opportunity as (

    select * from {{ ref('stg_tryton__sale_opportunity') }}

),

sale as (

    select * from {{ ref('stg_tryton__sale_sale') }}

),

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

account_invoice as (

    select * from {{ ref('stg_tryton__account_invoice') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A party is a client once somebody sells to it, works for it or bills it.
dealings as (

    select
        source_instance,
        party_record_id

    from opportunity
    union
    select
        source_instance,
        party_record_id

    from sale
    union
    select
        source_instance,
        party_record_id

    from project_work
    union
    select
        source_instance,
        party_record_id

    from account_invoice
    where invoice_type = 'out'

),

dealt_with as (

    select distinct
        instance.realm,
        dealings.party_record_id

    from dealings
    inner join instance on dealings.source_instance = instance.source_instance

),

final as (

    select
        party.source_instance,
        instance.source_system,
        party.party_record_id as source_record_id,
        party._raw_row_id,
        party.party_code as client_code,
        {{ null_of('string') }} as external_client_code,
        party.name,
        {{ null_of('string') }} as parent_ref,
        party.source_instance || ':' || party.replaced_by_record_id as merged_into_ref,
        {{ null_of('string') }} as country,
        {{ null_of('string') }} as tax_jurisdiction,
        {{ null_of('string') }} as tax_number,
        {{ null_of('string') }} as domain,
        {{ null_of('string') }} as currency,
        case when party.is_active then 'active' else 'inactive' end as status,
        {{ null_of('date') }} as created_on,
        party.is_deleted

    from party
    inner join instance on party.source_instance = instance.source_instance
    inner join dealt_with
        on
            instance.realm = dealt_with.realm
            and party.party_record_id = dealt_with.party_record_id

)

select * from final
