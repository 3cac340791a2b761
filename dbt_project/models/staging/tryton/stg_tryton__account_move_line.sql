with

source as (

    select * from {{ source('tryton', 'account_move_line') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as move_line_record_id,
        cast(move as string) as move_record_id,
        cast(account as string) as account_record_id,
        cast(party as string) as party_record_id,
        cast(reconciliation as string) as reconciliation_record_id,
        split_part(origin, ',', 1) as origin_model,
        split_part(origin, ',', 2) as origin_record_id,
        ---------- attributes
        cast(origin as string) as origin_reference,
        cast(description as string) as description,
        ---------- measures
        cast(debit as decimal(18, 4)) as debit_amount,
        cast(credit as decimal(18, 4)) as credit_amount,
        ---------- dates
        cast(maturity_date as date) as matures_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
