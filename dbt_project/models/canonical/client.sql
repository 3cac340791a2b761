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

-- Each instance of a realm may hold the party: CRM owns the identity. xref_client keeps them all.
candidates as (

    select
        party.source_instance,
        instance.source_system,
        party.party_record_id as source_record_id,
        party._raw_row_id,
        party.name,
        party.party_code as client_code,
        party.is_active,
        party.is_deleted,
        row_number() over (
            partition by instance.realm, party.party_record_id
            order by
                case instance.source_system when 'crm' then 1 when 'erp' then 2 when 'psa' then 3 else 4 end,
                party.source_instance
        ) as precedence

    from party
    inner join instance on party.source_instance = instance.source_instance
    inner join dealt_with
        on
            instance.realm = dealt_with.realm
            and party.party_record_id = dealt_with.party_record_id

),

tryton as (

    select
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        name,
        client_code,
        cast(null as string) as parent_client_id,
        cast(null as string) as country,
        cast(null as string) as tax_jurisdiction,
        case when is_active then 'active' else 'inactive' end as status,
        is_deleted

    from candidates
    where precedence = 1

),

final as (

    select
        source_instance || ':' || source_record_id as client_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        name,
        client_code,
        parent_client_id,
        country,
        tax_jurisdiction,
        status,
        is_deleted

    from tryton

)

select * from final
