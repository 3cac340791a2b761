with

vendinvoicetrans as (

    select * from {{ ref('stg_d365_finance__vendinvoicetrans') }}

),

vendinvoicejour as (

    select * from {{ ref('stg_d365_finance__vendinvoicejour') }}

),

purchase_order_line as (

    select * from {{ ref('d365_finance__purchase_order_line') }}

),

vendor as (

    select * from {{ ref('d365_finance__vendor') }}

),

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

bills as (

    select
        source_instance,
        vendor_invoice_key,
        max(invoice_number) as bill_number,
        max(vendor_key) as vendor_key,
        max(coalesce(document_on, invoiced_on)) as billed_on,
        max(currency_code) as currency

    from vendinvoicejour
    group by source_instance, vendor_invoice_key

),

final as (

    select
        vendinvoicetrans.source_instance,
        instance.source_system,
        vendinvoicetrans.record_id as source_record_id,
        vendinvoicetrans._raw_row_id,
        coalesce(bills.bill_number, vendinvoicetrans.invoice_number) as bill_number,
        vendinvoicetrans.source_instance || ':' || bills.vendor_key as vendor_ref,
        vendinvoicetrans.source_instance || ':' || vendinvoicetrans.purchase_line_key as purchase_order_line_ref,
        purchase_order_line.erp_project_ref,
        coalesce(purchase_order_line.worker_code, vendor.worker_code) as worker_code,
        coalesce(bills.billed_on, vendinvoicetrans.invoiced_on) as billed_on,
        vendinvoicetrans.invoiced_on as posted_on,
        vendinvoicetrans.quantity,
        {{ seconds_of('vendinvoicetrans.quantity', 'unit_seconds.seconds') }} as duration_seconds,
        vendinvoicetrans.line_amount as amount,
        coalesce(vendinvoicetrans.currency_code, bills.currency) as currency,
        'posted' as status,
        vendinvoicetrans.is_deleted

    from vendinvoicetrans
    inner join instance on vendinvoicetrans.source_instance = instance.source_instance
    left join bills
        on
            vendinvoicetrans.source_instance = bills.source_instance
            and vendinvoicetrans.vendor_invoice_key = bills.vendor_invoice_key
    left join purchase_order_line
        on
            vendinvoicetrans.source_instance = purchase_order_line.source_instance
            and vendinvoicetrans.purchase_line_key = purchase_order_line.source_record_id
    left join vendor
        on
            bills.source_instance = vendor.source_instance
            and bills.vendor_key = vendor.source_record_id
    left join unit_seconds
        on
            unit_seconds.vendor = 'd365_finance'
            and lower(trim(vendinvoicetrans.unit_symbol)) = unit_seconds.symbol

)

select * from final
