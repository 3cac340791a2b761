with

account as (

    select * from {{ ref('stg_salesforce__account') }}

),

opportunity as (

    select * from {{ ref('salesforce__opportunity') }}

),

org as (

    {{ salesforce_orgs() }}

),

buyers as (

    select distinct client_ref
    from opportunity
    where
        is_won
        and not is_deleted

),

final as (

    select
        account.source_instance,
        org.source_system,
        account.account_record_id as source_record_id,
        account._raw_row_id,
        {{ null_of('string') }} as client_code,
        account.account_number as external_client_code,
        account.name,
        account.source_instance || ':' || account.parent_record_id as parent_ref,
        account.source_instance || ':' || account.merged_into_record_id as merged_into_ref,
        coalesce(account.country_code, account.country) as country,
        case
            when account.state_code is null then account.country_code
            else account.country_code || '-' || account.state_code
        end as tax_jurisdiction,
        account.tax_number,
        {{ domain_of('account.website') }} as domain,
        coalesce(account.currency, org.currency) as currency,
        case
            when account.is_deleted then 'inactive'
            when account.account_number is not null or buyers.client_ref is not null then 'active'
            else 'prospect'
        end as status,
        cast(account.created_at as date) as created_on,
        account.is_deleted

    from account
    inner join org on account.source_instance = org.source_instance
    left join buyers on account.source_instance || ':' || account.account_record_id = buyers.client_ref

)

select * from final
