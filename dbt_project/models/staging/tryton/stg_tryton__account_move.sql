with

source as (

    select * from {{ source('tryton', 'account_move') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as move_record_id,
        cast(company as string) as company_record_id,
        cast(journal as string) as journal_record_id,
        cast(period as string) as period_record_id,
        split_part(origin, ',', 1) as origin_model,
        split_part(origin, ',', 2) as origin_record_id,
        ---------- attributes
        cast(number as string) as move_number,
        cast(origin as string) as origin_reference,
        cast(state as string) as state,
        cast(description as string) as description,
        ---------- dates
        cast(date as date) as dated_on,
        cast(post_date as date) as finalised_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
