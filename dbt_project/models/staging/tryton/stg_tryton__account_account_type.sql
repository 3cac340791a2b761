with

source as (

    select * from {{ source('tryton', 'account_account_type') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as account_type_record_id,
        cast(company as string) as company_record_id,
        cast(parent as string) as parent_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(statement as string) as statement,
        ---------- booleans
        cast(receivable as boolean) as is_receivable,
        cast(payable as boolean) as is_payable,
        cast(revenue as boolean) as is_revenue,
        cast(expense as boolean) as is_expense,
        cast(assets as boolean) as is_asset,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
