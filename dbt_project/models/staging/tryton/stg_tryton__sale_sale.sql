with

source as (

    select * from {{ source('tryton', 'sale_sale') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as sale_record_id,
        cast(party as string) as party_record_id,
        cast(company as string) as company_record_id,
        cast(currency as string) as currency_record_id,
        split_part(origin, ',', 1) as origin_model,
        split_part(origin, ',', 2) as origin_record_id,
        ---------- attributes
        cast(number as string) as sale_number,
        cast(origin as string) as origin_reference,
        cast(reference as string) as client_reference,
        cast(description as string) as name,
        cast(state as string) as state,
        cast(invoice_method as string) as invoice_method,
        ---------- measures
        cast(untaxed_amount_cache as decimal(18, 4)) as untaxed_amount,
        cast(tax_amount_cache as decimal(18, 4)) as tax_amount,
        cast(total_amount_cache as decimal(18, 4)) as total_amount,
        ---------- dates
        cast(sale_date as date) as confirmed_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
