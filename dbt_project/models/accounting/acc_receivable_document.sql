with

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

final as (

    select
        ledger_entry_id,
        source_instance,
        min(_raw_row_id) as _raw_row_id,
        legal_entity_id,
        max(client_id) as client_id,
        period,
        posted_on,
        max(source_document) as source_document,
        max(invoice_id) as invoice_id,
        case
            when max(source_document) is null then 'manual'
            when max(journal_type) = 'cash' then 'payment'
            when max(source_document_type) = 'invoice' then 'invoice'
            else 'other'
        end as document_kind,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(count(*) as bigint) as line_count,
        currency

    from ledger_line
    where
        not is_deleted
        and account_class = 'receivable'
        and status = 'posted'
        and posted_on <= {{ valued_on() }}
    group by ledger_entry_id, source_instance, legal_entity_id, period, posted_on, currency

)

select * from final
