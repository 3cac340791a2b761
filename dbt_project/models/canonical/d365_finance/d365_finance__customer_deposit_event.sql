with

projinvoiceonacc as (

    select * from {{ ref('stg_d365_finance__projinvoiceonacc') }}

),

projinvoicejour as (

    select * from {{ ref('stg_d365_finance__projinvoicejour') }}

),

projonacctrans as (

    select * from {{ ref('stg_d365_finance__projonacctrans') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

open_items as (

    {{ d365_open_items() }}

),

contracts as (

    {{ d365_contracts() }}

),

documents as (

    select
        source_instance,
        invoice_key,
        max(customer_key) as customer_key,
        max(project_contract_key) as project_contract_key

    from projinvoicejour
    where not coalesce(is_proforma, false)
    group by source_instance, invoice_key

),

kinds as (

    select
        projonacctrans.source_instance,
        projonacctrans.transaction_key,
        max(code_map.canonical_value) as kind

    from projonacctrans
    inner join code_map
        on
            code_map.vendor = 'd365_finance'
            and code_map.field = 'projonacctrans.transactionorigin'
            and projonacctrans.transaction_origin = code_map.source_value
            and code_map.canonical_value in ('prepayment', 'deduction')
    group by projonacctrans.source_instance, projonacctrans.transaction_key

),

invoiced as (

    select
        projinvoiceonacc.source_instance,
        'onacc/' || projinvoiceonacc.record_id as source_record_id,
        projinvoiceonacc._raw_row_id,
        documents.customer_key,
        contracts.contract_code,
        case when kinds.kind = 'prepayment' then 'billed' else 'consumed' end as event,
        projinvoiceonacc.invoiced_on as happened_on,
        cast(
            case when kinds.kind = 'prepayment' then 1 else -1 end * projinvoiceonacc.line_amount as decimal(18, 4)
        ) as amount,
        projinvoiceonacc.currency_code as currency,
        projinvoiceonacc.is_deleted

    from projinvoiceonacc
    inner join kinds
        on
            projinvoiceonacc.source_instance = kinds.source_instance
            and projinvoiceonacc.transaction_key = kinds.transaction_key
    inner join documents
        on
            projinvoiceonacc.source_instance = documents.source_instance
            and projinvoiceonacc.invoice_key = documents.invoice_key
    left join contracts
        on
            documents.source_instance = contracts.source_instance
            and documents.project_contract_key = contracts.project_contract_key

),

paid as (

    select
        source_instance,
        'cust/' || record_id as source_record_id,
        _raw_row_id,
        customer_key,
        {{ d365_contract_line_code('text') }} as contract_code,
        case when amount < 0 then 'received' else 'refunded' end as event,
        transaction_on as happened_on,
        cast(abs(amount) as decimal(18, 4)) as amount,
        currency_code as currency,
        is_deleted

    from open_items
    where
        kind = 'payment'
        and is_prepayment

),

events as (

    select * from invoiced

    union all

    select * from paid

),

final as (

    select
        events.source_instance,
        instance.source_system,
        events.source_record_id,
        events._raw_row_id,
        events.source_instance || ':' || events.customer_key as client_ref,
        events.contract_code,
        events.event,
        events.happened_on,
        events.amount,
        events.currency,
        events.is_deleted

    from events
    inner join instance on events.source_instance = instance.source_instance

)

select * from final
