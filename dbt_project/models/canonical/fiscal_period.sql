with

account_period as (

    select * from {{ ref('stg_tryton__account_period') }}

),

fiscal_year as (

    select * from {{ ref('stg_tryton__account_fiscalyear') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        account_period.source_instance,
        instance.source_system,
        account_period.period_record_id as source_record_id,
        account_period._raw_row_id,
        xref_legal_entity.legal_entity_id,
        {{ period_of('account_period.starts_on') }} as period,
        account_period.starts_on,
        account_period.ends_on,
        code_map.canonical_value as status,
        cast(null as timestamp) as hard_closed_at,
        account_period.is_deleted

    from account_period
    inner join instance on account_period.source_instance = instance.source_instance
    inner join fiscal_year
        on
            account_period.source_instance = fiscal_year.source_instance
            and account_period.fiscal_year_record_id = fiscal_year.fiscal_year_record_id
    left join xref_legal_entity
        on
            fiscal_year.source_instance = xref_legal_entity.source_instance
            and fiscal_year.company_record_id = xref_legal_entity.source_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'account_period.state'
            and account_period.state = code_map.source_value
    where account_period.period_type = 'standard'

),

final as (

    select
        source_instance || ':' || source_record_id as fiscal_period_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        period,
        starts_on,
        ends_on,
        status,
        hard_closed_at,
        is_deleted

    from tryton

)

select * from final
