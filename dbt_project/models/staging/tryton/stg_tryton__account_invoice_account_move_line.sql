with

source as (

    select * from {{ source('tryton', 'account_invoice_account_move_line') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as payment_link_record_id,
        cast(invoice as string) as invoice_record_id,
        cast(line as string) as move_line_record_id,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
