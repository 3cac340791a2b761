with

source as (

    select * from {{ source('tryton', 'account_invoice_line') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as invoice_line_record_id,
        cast(invoice as string) as invoice_record_id,
        cast(company as string) as company_record_id,
        cast(currency as string) as currency_record_id,
        cast(account as string) as account_record_id,
        cast(party as string) as party_record_id,
        cast(product as string) as product_record_id,
        cast(unit as string) as uom_record_id,
        split_part(origin, ',', 1) as origin_model,
        split_part(origin, ',', 2) as origin_record_id,
        ---------- attributes
        cast(type as string) as line_type,
        cast(invoice_type as string) as invoice_type,
        cast(origin as string) as origin_reference,
        cast(description as string) as description,
        ---------- measures
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
