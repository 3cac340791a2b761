with

projempltrans as (

    select * from {{ ref('stg_d365_finance__projempltrans') }}

),

companyinfo as (

    select * from {{ ref('stg_d365_finance__companyinfo') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- The hours cost what the lender pays for them, in its own currency.
final as (

    select
        projempltrans.source_instance,
        instance.source_system,
        projempltrans.transaction_key as source_record_id,
        projempltrans._raw_row_id,
        projempltrans.source_instance || ':' || companyinfo.company_code as lender_legal_entity_ref,
        projempltrans.source_instance || ':' || projempltrans.data_area_id as borrower_legal_entity_ref,
        hcmworker.personnel_number as worker_code,
        projempltrans.source_instance || ':' || projempltrans.project_key as erp_project_ref,
        projempltrans.transaction_on as worked_on,
        projempltrans.duration_seconds,
        projempltrans.total_cost_amount as transfer_amount,
        legal_entity.functional_currency as currency,
        projempltrans.is_deleted

    from projempltrans
    inner join instance on projempltrans.source_instance = instance.source_instance
    inner join companyinfo
        on
            projempltrans.source_instance = companyinfo.source_instance
            and projempltrans.worker_company_record_id = companyinfo.record_id
            and projempltrans.data_area_id <> companyinfo.company_code
    left join hcmworker
        on
            projempltrans.source_instance = hcmworker.source_instance
            and projempltrans.worker_record_id = hcmworker.record_id
    left join legal_entity
        on
            projempltrans.source_instance = legal_entity.source_instance
            and companyinfo.company_code = legal_entity.source_record_id

)

select * from final
