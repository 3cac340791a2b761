with

taxtrans as (

    select * from {{ ref('stg_d365_finance__taxtrans') }}

),

projinvoicejour as (

    select * from {{ ref('stg_d365_finance__projinvoicejour') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

documents as (

    select
        source_instance,
        voucher_key,
        max(invoice_key) as invoice_key,
        max(tax_amount) as document_tax_amount

    from projinvoicejour
    where
        not coalesce(is_proforma, false)
        and voucher_key is not null
    group by source_instance, voucher_key
    having count(distinct invoice_key) = 1

),

taxes as (

    select
        taxtrans.*,
        documents.invoice_key,
        documents.document_tax_amount,
        sum(taxtrans.tax_amount) over (
            partition by taxtrans.source_instance, documents.invoice_key
        ) as total_tax_amount

    from taxtrans
    inner join documents
        on
            taxtrans.source_instance = documents.source_instance
            and taxtrans.voucher_key = documents.voucher_key

),

-- The tax of sales is posted negative in some versions: it gets the sign of its document.
final as (

    select
        taxes.source_instance,
        instance.source_system,
        taxes.record_id as source_record_id,
        taxes._raw_row_id,
        taxes.source_instance || ':' || taxes.invoice_key as invoice_ref,
        taxes.tax_code,
        taxes.tax_group as jurisdiction,
        {{ d365_signed_as('taxes.base_amount', 'taxes.total_tax_amount', 'taxes.document_tax_amount') }} as base_amount,
        {{ d365_signed_as('taxes.tax_amount', 'taxes.total_tax_amount', 'taxes.document_tax_amount') }} as tax_amount,
        taxes.currency_code as currency,
        taxes.is_deleted

    from taxes
    inner join instance on taxes.source_instance = instance.source_instance

)

select * from final
