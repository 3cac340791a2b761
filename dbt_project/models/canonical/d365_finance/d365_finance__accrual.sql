with

projtransposting as (

    select * from {{ ref('stg_d365_finance__projtransposting') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

accruals as (

    select
        projtransposting.*,
        case
            when postings.canonical_value = 'accrued_purchase' then 'subcontract'
            when transactions.canonical_value = 'time' then 'time'
            else 'expense'
        end as kind

    from projtransposting
    inner join code_map as postings
        on
            postings.vendor = 'd365_finance'
            and postings.field = 'projtransposting.postingtype'
            and projtransposting.posting_type = postings.source_value
            and postings.canonical_value in ('accrued_cost', 'accrued_purchase')
    left join code_map as transactions
        on
            transactions.vendor = 'd365_finance'
            and transactions.field = 'projtransposting.projtranstype'
            and projtransposting.project_transaction_type = transactions.source_value

),

accrued as (

    select
        source_instance,
        transaction_key,
        kind,
        min(record_id) as record_id

    from accruals
    where adjusts_transaction_key is null
    group by source_instance, transaction_key, kind

),

final as (

    select
        accruals.source_instance,
        instance.source_system,
        accruals.record_id as source_record_id,
        accruals._raw_row_id,
        accruals.kind,
        accruals.source_instance || ':' || accruals.project_key as erp_project_ref,
        hcmworker.personnel_number as worker_code,
        accruals.ledger_on as posted_on,
        accruals.amount,
        legal_entity.functional_currency as currency,
        accruals.source_instance || ':' || accrued.record_id as reverses_ref,
        accruals.is_deleted

    from accruals
    inner join instance on accruals.source_instance = instance.source_instance
    left join accrued
        on
            accruals.source_instance = accrued.source_instance
            and accruals.adjusts_transaction_key = accrued.transaction_key
            and accruals.kind = accrued.kind
    left join hcmworker
        on
            accruals.source_instance = hcmworker.source_instance
            and accruals.worker_record_id = hcmworker.record_id
    left join legal_entity
        on
            accruals.source_instance = legal_entity.source_instance
            and accruals.data_area_id = legal_entity.source_record_id

)

select * from final
