with

projempltrans as (

    select * from {{ ref('stg_d365_finance__projempltrans') }}

),

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

sources as (

    {{ d365_sources('stg_d365_finance__projempltrans', 'duration_seconds') }}

),

sale_sides as (

    {{ d365_side('stg_d365_finance__projempltranssale') }}

),

cost_sides as (

    {{ d365_side('stg_d365_finance__projempltranscost') }}

),

line_properties as (

    {{ d365_line_properties() }}

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
        projempltrans.source_instance,
        instance.source_system,
        projempltrans.transaction_key as source_record_id,
        projempltrans._raw_row_id,
        sources.source_reference,
        projempltrans.source_instance || ':' || projempltrans.project_key as erp_project_ref,
        hcmworker.personnel_number as worker_code,
        projempltrans.activity_number as task_code,
        projempltrans.category_code,
        projempltrans.transaction_on as worked_on,
        coalesce(cost_sides.ledger_on, sale_sides.ledger_on) as posted_on,
        projempltrans.duration_seconds,
        coalesce(cost_sides.amount, projempltrans.total_cost_amount) as cost_amount,
        coalesce(sale_sides.amount, projempltrans.total_sales_amount) as revenue_amount,
        projempltrans.currency_code as currency,
        case
            when cost_sides.amount is null and employers.functional_currency is not null
                then employers.functional_currency
            else legal_entity.functional_currency
        end as cost_currency,
        projempltrans.voucher,
        projempltrans.source_instance || ':' || sources.reverses_key as reverses_ref,
        sources.origin,
        case
            when sources.reverses_key is not null then 'reversed'
            else coalesce(sale_sides.status, cost_sides.status, 'posted')
        end as status,
        coalesce(line_properties.is_charged, sale_sides.transaction_key is not null) as is_billable,
        projempltrans.source_instance || ':' || projempltrans.data_area_id as legal_entity_ref,
        projempltrans.is_deleted

    from projempltrans
    inner join instance on projempltrans.source_instance = instance.source_instance
    inner join sources
        on
            projempltrans.source_instance = sources.source_instance
            and projempltrans.record_id = sources.record_id
    left join sale_sides
        on
            projempltrans.source_instance = sale_sides.source_instance
            and projempltrans.transaction_key = sale_sides.transaction_key
    left join cost_sides
        on
            projempltrans.source_instance = cost_sides.source_instance
            and projempltrans.transaction_key = cost_sides.transaction_key
    left join line_properties
        on
            projempltrans.source_instance = line_properties.source_instance
            and projempltrans.line_property_key = line_properties.line_property_key
    left join hcmworker
        on
            projempltrans.source_instance = hcmworker.source_instance
            and projempltrans.worker_record_id = hcmworker.record_id
    left join employers
        on
            projempltrans.source_instance = employers.source_instance
            and projempltrans.worker_company_record_id = employers.record_id
    left join legal_entity
        on
            projempltrans.source_instance = legal_entity.source_instance
            and projempltrans.data_area_id = legal_entity.source_record_id

)

select * from final
