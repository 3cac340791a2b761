with

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

companyinfo as (

    select * from {{ ref('stg_d365_finance__companyinfo') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

posted as (

    {{ d365_postings('stg_d365_finance__projempltrans', 'duration_seconds') }}

),

employers as (

    select
        companyinfo.source_instance,
        companyinfo.record_id,
        legal_entity.functional_currency

    from companyinfo
    inner join legal_entity
        on
            companyinfo.source_instance = legal_entity.source_instance
            and companyinfo.company_code = legal_entity.source_record_id

),

-- The cost side is in the currency of the project's company, the total of the transaction in that of the employer.
final as (

    select
        posted.source_instance,
        instance.source_system,
        posted.transaction_key as source_record_id,
        posted._raw_row_id,
        posted.source_reference,
        posted.source_instance || ':' || posted.project_key as erp_project_ref,
        hcmworker.personnel_number as worker_code,
        posted.activity_number as task_code,
        posted.category_code,
        posted.transaction_on as worked_on,
        posted.posted_on,
        posted.duration_seconds,
        coalesce(posted.cost_amount, posted.total_cost_amount) as cost_amount,
        coalesce(posted.sale_amount, posted.total_sales_amount) as revenue_amount,
        posted.currency_code as currency,
        case
            when posted.cost_amount is null and employers.functional_currency is not null
                then employers.functional_currency
            else legal_entity.functional_currency
        end as cost_currency,
        posted.voucher,
        posted.source_instance || ':' || posted.reverses_key as reverses_ref,
        posted.origin,
        posted.status,
        posted.is_billable,
        posted.source_instance || ':' || posted.data_area_id as legal_entity_ref,
        posted.is_deleted

    from posted
    inner join instance on posted.source_instance = instance.source_instance
    left join hcmworker
        on
            posted.source_instance = hcmworker.source_instance
            and posted.worker_record_id = hcmworker.record_id
    left join employers
        on
            posted.source_instance = employers.source_instance
            and posted.worker_company_record_id = employers.record_id
    left join legal_entity
        on
            posted.source_instance = legal_entity.source_instance
            and posted.data_area_id = legal_entity.source_record_id

)

select * from final
