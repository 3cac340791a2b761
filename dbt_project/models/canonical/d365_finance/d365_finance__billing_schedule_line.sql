with

projonacctrans as (

    select * from {{ ref('stg_d365_finance__projonacctrans') }}

),

projinvoiceonacc as (

    select * from {{ ref('stg_d365_finance__projinvoiceonacc') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

project_contracts as (

    {{ d365_project_contracts() }}

),

billed as (

    select
        source_instance,
        transaction_key

    from projinvoiceonacc
    where not is_deleted
    group by source_instance, transaction_key
    having sum(line_amount) <> 0

),

plan as (

    select projonacctrans.*
    from projonacctrans
    inner join code_map
        on
            code_map.vendor = 'd365_finance'
            and code_map.field = 'projonacctrans.transactionorigin'
            and projonacctrans.transaction_origin = code_map.source_value
            and code_map.canonical_value = 'billing_plan'

),

final as (

    select
        plan.source_instance,
        instance.source_system,
        plan.transaction_key as source_record_id,
        plan._raw_row_id,
        project_contracts.contract_line_code,
        plan.source_instance || ':' || plan.project_key as erp_project_ref,
        coalesce(
            plan.sequence,
            row_number() over (
                partition by plan.source_instance, plan.project_key
                order by plan.transaction_on, plan.transaction_key
            )
        ) as sequence,
        coalesce(plan.version, 1) as version,
        plan.transaction_on as due_on,
        plan.total_sales_amount as amount,
        plan.currency_code as currency,
        plan.description as milestone_code,
        case
            when plan.cancelled_on is not null then 'cancelled'
            when billed.transaction_key is not null then 'invoiced'
            when plan.is_milestone_complete then 'ready'
            else 'planned'
        end as status,
        plan.is_deleted

    from plan
    inner join instance on plan.source_instance = instance.source_instance
    left join project_contracts
        on
            plan.source_instance = project_contracts.source_instance
            and plan.project_key = project_contracts.project_key
    left join billed
        on
            plan.source_instance = billed.source_instance
            and plan.transaction_key = billed.transaction_key

)

select * from final
