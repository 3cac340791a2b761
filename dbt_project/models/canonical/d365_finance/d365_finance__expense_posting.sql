with

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

taxtrans as (

    select * from {{ ref('stg_d365_finance__taxtrans') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

posted as (

    {{ d365_postings('stg_d365_finance__projcosttrans', 'total_cost_amount') }}

),

taxes as (

    select
        source_instance,
        source_line_record_id,
        cast(sum(tax_amount) as decimal(18, 4)) as tax_amount

    from taxtrans
    where
        source_line_record_id is not null
        and not is_deleted
    group by source_instance, source_line_record_id

),

-- The sale is left out where it is in another currency than the expense: the row has one currency.
final as (

    select
        posted.source_instance,
        instance.source_system,
        posted.transaction_key as source_record_id,
        posted._raw_row_id,
        posted.source_reference,
        posted.source_instance || ':' || posted.project_key as erp_project_ref,
        hcmworker.personnel_number as worker_code,
        posted.category_code,
        posted.transaction_on as incurred_on,
        posted.posted_on,
        posted.total_cost_amount as amount,
        coalesce(
            {{ d365_signed_as('taxes.tax_amount', 'taxes.tax_amount', 'posted.total_cost_amount') }}, 0
        ) as tax_amount,
        case
            when
                coalesce(posted.cost_currency_code, posted.currency_code)
                = coalesce(posted.currency_code, posted.cost_currency_code)
                then coalesce(posted.sale_amount, posted.total_sales_amount)
        end as revenue_amount,
        coalesce(posted.cost_currency_code, posted.currency_code) as currency,
        posted.voucher,
        posted.source_instance || ':' || posted.reverses_key as reverses_ref,
        posted.origin,
        posted.status,
        posted.is_billable,
        posted.source_instance || ':' || posted.data_area_id as legal_entity_ref,
        posted.is_deleted

    from posted
    inner join instance on posted.source_instance = instance.source_instance
    left join taxes
        on
            posted.source_instance = taxes.source_instance
            and coalesce(posted.journal_line_record_id, posted.vendor_invoice_line_record_id)
            = taxes.source_line_record_id
    left join hcmworker
        on
            posted.source_instance = hcmworker.source_instance
            and posted.worker_record_id = hcmworker.record_id

)

select * from final
