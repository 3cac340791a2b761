with

source as (

    select * from {{ source('d365_finance', 'custtrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'accountnum') }} as customer_key,
        {{ d365_key('dataareaid', 'voucher') }} as voucher_key,
        ---------- attributes
        cast(accountnum as string) as account_number,
        cast(voucher as string) as voucher,
        cast(invoice as string) as invoice_number,
        cast(transtype as string) as transaction_type,
        cast(currencycode as string) as currency_code,
        cast(txt as string) as text,
        ---------- measures
        cast(amountcur as decimal(18, 4)) as amount,
        cast(amountmst as decimal(18, 4)) as accounting_amount,
        cast(settleamountcur as decimal(18, 4)) as settled_amount,
        ---------- booleans
        cast(invoiceproject as boolean) as is_project_invoice,
        cast(prepayment as boolean) as is_prepayment,
        cast(cancelledpayment as boolean) as is_cancelled_payment,
        ---------- dates
        cast(transdate as date) as transaction_on,
        cast(duedate as date) as due_on,
        cast(closed as date) as closed_on,
        cast(lastsettledate as date) as last_settled_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
