with

invoice_line as (

    select * from {{ ref('d365_finance__invoice_line') }}

),

final as (

    select
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        source_instance || ':' || source_record_id as invoice_line_ref,
        case line_kind
            when 'time' then 'time_entry'
            when 'expense' then 'expense'
            else 'milestone'
        end as target_kind,
        {{ null_of('string') }} as target_ref,
        source_reference,
        duration_seconds,
        amount,
        currency,
        is_deleted

    from invoice_line
    where
        line_kind in ('time', 'expense', 'milestone', 'on_account')
        and source_reference is not null

)

select * from final
