with

source as (

    select * from {{ source('tryton', 'account_invoice') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as invoice_record_id,
        cast(party as string) as party_record_id,
        cast(company as string) as company_record_id,
        cast(currency as string) as currency_record_id,
        cast(account as string) as account_record_id,
        cast(move as string) as move_record_id,
        cast(cancel_move as string) as cancel_move_record_id,
        ---------- attributes
        cast(number as string) as invoice_number,
        cast(type as string) as invoice_type,
        cast(state as string) as state,
        cast(description as string) as description,
        cast(reference as string) as reference,
        ---------- measures
        cast(untaxed_amount_cache as decimal(18, 4)) as untaxed_amount,
        cast(tax_amount_cache as decimal(18, 4)) as tax_amount,
        cast(total_amount_cache as decimal(18, 4)) as total_amount,
        ---------- dates
        cast(invoice_date as date) as invoiced_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
