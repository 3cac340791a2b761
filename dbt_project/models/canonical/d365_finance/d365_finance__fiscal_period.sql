with

ledgerfiscalcalendarperiod as (

    select * from {{ ref('stg_d365_finance__ledgerfiscalcalendarperiod') }}

),

fiscalcalendarperiod as (

    select * from {{ ref('stg_d365_finance__fiscalcalendarperiod') }}

),

ledger as (

    select * from {{ ref('stg_d365_finance__ledger') }}

),

companyinfo as (

    select * from {{ ref('stg_d365_finance__companyinfo') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Opening and closing periods have the dates of an operating one: joined by date they would count twice.
final as (

    select
        ledgerfiscalcalendarperiod.source_instance,
        instance.source_system,
        ledgerfiscalcalendarperiod.record_id as source_record_id,
        ledgerfiscalcalendarperiod._raw_row_id,
        companyinfo.source_instance || ':' || companyinfo.company_code as legal_entity_ref,
        fiscalcalendarperiod.name as period_name,
        fiscalcalendarperiod.starts_on,
        fiscalcalendarperiod.ends_on,
        states.canonical_value as status,
        case when states.canonical_value = 'closed' then ledgerfiscalcalendarperiod.modified_at end as hard_closed_at,
        ledgerfiscalcalendarperiod.is_deleted or fiscalcalendarperiod.is_deleted as is_deleted

    from ledgerfiscalcalendarperiod
    inner join instance on ledgerfiscalcalendarperiod.source_instance = instance.source_instance
    inner join fiscalcalendarperiod
        on
            ledgerfiscalcalendarperiod.source_instance = fiscalcalendarperiod.source_instance
            and ledgerfiscalcalendarperiod.fiscal_period_record_id = fiscalcalendarperiod.record_id
    inner join code_map as kinds
        on
            kinds.vendor = 'd365_finance'
            and kinds.field = 'fiscalcalendarperiod.type'
            and fiscalcalendarperiod.period_type = kinds.source_value
            and kinds.canonical_value = 'operating'
    left join ledger
        on
            ledgerfiscalcalendarperiod.source_instance = ledger.source_instance
            and ledgerfiscalcalendarperiod.ledger_record_id = ledger.record_id
    left join companyinfo
        on
            ledger.source_instance = companyinfo.source_instance
            and ledger.company_record_id = companyinfo.record_id
    left join code_map as states
        on
            states.vendor = 'd365_finance'
            and states.field = 'ledgerfiscalcalendarperiod.status'
            and ledgerfiscalcalendarperiod.status = states.source_value

)

select * from final
