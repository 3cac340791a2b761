with

source as (

    select * from {{ source('tryton', 'account_account') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as account_record_id,
        cast(company as string) as company_record_id,
        cast(parent as string) as parent_record_id,
        cast(type as string) as account_type_record_id,
        cast(second_currency as string) as second_currency_record_id,
        ---------- attributes
        cast(code as string) as account_code,
        cast(name as string) as name,
        ---------- booleans
        cast(closed as boolean) as is_closed,
        cast(reconcile as boolean) as is_reconcilable,
        cast(party_required as boolean) as is_party_required,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
