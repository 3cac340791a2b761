with

rate_card as (

    select * from {{ ref('stg_certinia__rate_card') }}

),

region as (

    select * from {{ ref('certinia__region') }}

),

practice as (

    select * from {{ ref('certinia__practice') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        rate_card.source_instance,
        instance.source_system,
        rate_card.rate_card_record_id as source_record_id,
        rate_card._raw_row_id,
        rate_card.role,
        {{ null_of('string') }} as resource_ref,
        rate_card.source_instance || ':' || rate_card.account_record_id as client_ref,
        region.region_code,
        practice.practice_code,
        rate_card.hourly_amount,
        rate_card.currency,
        rate_card.starts_on as valid_from,
        rate_card.ends_on as valid_to,
        coalesce(rate_card.modified_at, rate_card.created_at) as known_at,
        rate_card.is_deleted

    from rate_card
    inner join instance on rate_card.source_instance = instance.source_instance
    left join region
        on
            rate_card.source_instance = region.source_instance
            and rate_card.region_record_id = region.source_record_id
    left join practice
        on
            rate_card.source_instance = practice.source_instance
            and rate_card.practice_record_id = practice.source_record_id

)

select * from final
