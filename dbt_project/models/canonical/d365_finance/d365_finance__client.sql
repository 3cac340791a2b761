with

custtable as (

    select * from {{ ref('stg_d365_finance__custtable') }}

),

dirpartytable as (

    select * from {{ ref('stg_d365_finance__dirpartytable') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

addresses as (

    {{ d365_addresses() }}

),

-- An account that was deleted and made again is one client: the live row speaks for it.
accounts as (

    select
        *,
        row_number() over (
            partition by source_instance, customer_key
            order by is_deleted, cast(record_id as bigint) desc
        ) as place

    from custtable

),

final as (

    select
        accounts.source_instance,
        instance.source_system,
        accounts.customer_key as source_record_id,
        accounts._raw_row_id,
        accounts.account_number as client_code,
        {{ null_of('string') }} as external_client_code,
        dirpartytable.name,
        case
            when accounts.invoice_account_key <> accounts.customer_key
                then accounts.source_instance || ':' || accounts.invoice_account_key
        end as parent_ref,
        accounts.source_instance || ':' || accounts.merged_into_key as merged_into_ref,
        coalesce(addresses.country, accounts.country_region_code) as country,
        coalesce(
            addresses.country || '-' || addresses.state_code, addresses.country, accounts.country_region_code
        ) as tax_jurisdiction,
        accounts.tax_number,
        {{ null_of('string') }} as domain,
        accounts.currency_code as currency,
        states.canonical_value as status,
        cast(accounts.created_at as date) as created_on,
        accounts.source_instance || ':' || accounts.data_area_id as legal_entity_ref,
        accounts.is_deleted

    from accounts
    inner join instance on accounts.source_instance = instance.source_instance
    left join dirpartytable
        on
            accounts.source_instance = dirpartytable.source_instance
            and accounts.party_record_id = dirpartytable.record_id
    left join addresses
        on
            dirpartytable.source_instance = addresses.source_instance
            and dirpartytable.address_location_record_id = addresses.location_record_id
    left join code_map as states
        on
            states.vendor = 'd365_finance'
            and states.field = 'custtable.blocked'
            and accounts.blocked = states.source_value
    where accounts.place = 1

)

select * from final
