with

rate_revision as (

    select * from {{ ref('stg_salesforce__rate_revision') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

org as (

    {{ salesforce_orgs() }}

),

final as (

    select
        rate_revision.source_instance,
        org.source_system,
        rate_revision.rate_revision_record_id as source_record_id,
        rate_revision._raw_row_id,
        rate_revision.source_instance || ':' || rate_revision.contract_record_id as contract_ref,
        rate_revision.line_number,
        rate_revision.role,
        rate_revision.hourly_amount,
        coalesce(rate_revision.currency, org.currency) as currency,
        rate_revision.effective_on,
        rate_revision.created_at as known_at,
        coalesce(code_map.canonical_value, 'none') as retro_policy,
        rate_revision.is_deleted

    from rate_revision
    inner join org on rate_revision.source_instance = org.source_instance
    left join code_map
        on
            code_map.vendor = 'salesforce'
            and code_map.field = 'rate_revision.retro_policy'
            and rate_revision.retro_policy = code_map.source_value

)

select * from final
