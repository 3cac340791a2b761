with

vendtable as (

    select * from {{ ref('stg_d365_finance__vendtable') }}

),

dirpartytable as (

    select * from {{ ref('stg_d365_finance__dirpartytable') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A freelancer is a vendor and a worker of one party.
people as (

    select
        source_instance,
        party_record_id,
        max(personnel_number) as worker_code

    from hcmworker
    where
        party_record_id is not null
        and not is_deleted
    group by source_instance, party_record_id
    having count(distinct personnel_number) = 1

),

accounts as (

    select
        *,
        row_number() over (
            partition by source_instance, vendor_key
            order by is_deleted, cast(record_id as bigint) desc
        ) as place

    from vendtable

),

final as (

    select
        accounts.source_instance,
        instance.source_system,
        accounts.vendor_key as source_record_id,
        accounts._raw_row_id,
        accounts.account_number as vendor_code,
        dirpartytable.name,
        people.worker_code,
        accounts.is_deleted

    from accounts
    inner join instance on accounts.source_instance = instance.source_instance
    left join dirpartytable
        on
            accounts.source_instance = dirpartytable.source_instance
            and accounts.party_record_id = dirpartytable.record_id
    left join people
        on
            accounts.source_instance = people.source_instance
            and accounts.party_record_id = people.party_record_id
    where accounts.place = 1

)

select * from final
