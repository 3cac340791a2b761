with

projcosttrans as (

    select * from {{ ref('stg_d365_finance__projcosttrans') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

taxtrans as (

    select * from {{ ref('stg_d365_finance__taxtrans') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

sources as (

    {{ d365_sources('stg_d365_finance__projcosttrans', 'total_cost_amount') }}

),

sale_sides as (

    {{ d365_side('stg_d365_finance__projcosttranssale') }}

),

cost_sides as (

    {{ d365_side('stg_d365_finance__projcosttranscost') }}

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

line_properties as (

    {{ d365_line_properties() }}

),

-- The sale is left out where it is in another currency than the expense: the row has one currency.
final as (

    select
        projcosttrans.source_instance,
        instance.source_system,
        projcosttrans.transaction_key as source_record_id,
        projcosttrans._raw_row_id,
        sources.source_reference,
        projcosttrans.source_instance || ':' || projcosttrans.project_key as erp_project_ref,
        hcmworker.personnel_number as worker_code,
        projcosttrans.category_code,
        projcosttrans.transaction_on as incurred_on,
        coalesce(cost_sides.ledger_on, sale_sides.ledger_on) as posted_on,
        projcosttrans.total_cost_amount as amount,
        coalesce(
            {{ d365_signed_as('taxes.tax_amount', 'taxes.tax_amount', 'projcosttrans.total_cost_amount') }}, 0
        ) as tax_amount,
        case
            when
                coalesce(projcosttrans.cost_currency_code, projcosttrans.currency_code)
                = coalesce(projcosttrans.currency_code, projcosttrans.cost_currency_code)
                then coalesce(sale_sides.amount, projcosttrans.total_sales_amount)
        end as revenue_amount,
        coalesce(projcosttrans.cost_currency_code, projcosttrans.currency_code) as currency,
        projcosttrans.voucher,
        projcosttrans.source_instance || ':' || sources.reverses_key as reverses_ref,
        sources.origin,
        case
            when sources.reverses_key is not null then 'reversed'
            else coalesce(sale_sides.status, cost_sides.status, 'posted')
        end as status,
        coalesce(line_properties.is_charged, sale_sides.transaction_key is not null) as is_billable,
        projcosttrans.source_instance || ':' || projcosttrans.data_area_id as legal_entity_ref,
        projcosttrans.is_deleted

    from projcosttrans
    inner join instance on projcosttrans.source_instance = instance.source_instance
    inner join sources
        on
            projcosttrans.source_instance = sources.source_instance
            and projcosttrans.record_id = sources.record_id
    left join sale_sides
        on
            projcosttrans.source_instance = sale_sides.source_instance
            and projcosttrans.transaction_key = sale_sides.transaction_key
    left join cost_sides
        on
            projcosttrans.source_instance = cost_sides.source_instance
            and projcosttrans.transaction_key = cost_sides.transaction_key
    left join taxes
        on
            projcosttrans.source_instance = taxes.source_instance
            and coalesce(projcosttrans.journal_line_record_id, projcosttrans.vendor_invoice_line_record_id)
            = taxes.source_line_record_id
    left join line_properties
        on
            projcosttrans.source_instance = line_properties.source_instance
            and projcosttrans.line_property_key = line_properties.line_property_key
    left join hcmworker
        on
            projcosttrans.source_instance = hcmworker.source_instance
            and projcosttrans.worker_record_id = hcmworker.record_id

)

select * from final
