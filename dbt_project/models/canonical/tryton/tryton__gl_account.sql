with

account as (

    select * from {{ ref('stg_tryton__account_account') }}

),

account_type as (

    select * from {{ ref('stg_tryton__account_account_type') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        account.source_instance,
        instance.source_system,
        account.account_record_id as source_record_id,
        account._raw_row_id,
        account.source_instance || ':' || account.company_record_id as legal_entity_ref,
        account.account_code as code,
        account.name,
        case
            when account_type.is_receivable then 'receivable'
            when account_type.is_payable then 'payable'
            when account_type.is_revenue then 'revenue'
            when account_type.is_expense then 'expense'
            else coalesce(code_map.canonical_value, 'other')
        end as account_class,
        currency.currency_code as currency,
        account.is_deleted

    from account
    inner join instance on account.source_instance = instance.source_instance
    left join account_type
        on
            account.source_instance = account_type.source_instance
            and account.account_type_record_id = account_type.account_type_record_id
    left join currency
        on
            account.source_instance = currency.source_instance
            and account.second_currency_record_id = currency.currency_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'account_account_type.name'
            and account_type.name = code_map.source_value

)

select * from final
