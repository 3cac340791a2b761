with

account_period as (

    select * from {{ ref('stg_tryton__account_period') }}

),

fiscal_year as (

    select * from {{ ref('stg_tryton__account_fiscalyear') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        account_period.source_instance,
        instance.source_system,
        account_period.period_record_id as source_record_id,
        account_period._raw_row_id,
        fiscal_year.source_instance || ':' || fiscal_year.company_record_id as legal_entity_ref,
        account_period.name as period_name,
        account_period.starts_on,
        account_period.ends_on,
        code_map.canonical_value as status,
        {{ null_of('timestamp') }} as hard_closed_at,
        account_period.is_deleted

    from account_period
    inner join instance on account_period.source_instance = instance.source_instance
    inner join fiscal_year
        on
            account_period.source_instance = fiscal_year.source_instance
            and account_period.fiscal_year_record_id = fiscal_year.fiscal_year_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'account_period.state'
            and account_period.state = code_map.source_value
    where account_period.period_type = 'standard'

)

select * from final
