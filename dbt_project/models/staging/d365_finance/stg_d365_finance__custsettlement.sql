with

source as (

    select * from {{ source('d365_finance', 'custsettlement') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'settlementvoucher') }} as settlement_key,
        cast(transrecid as string) as customer_transaction_record_id,
        cast(offsetrecid as string) as offset_transaction_record_id,
        ---------- attributes
        cast(accountnum as string) as account_number,
        cast(settlementvoucher as string) as settlement_voucher,
        ---------- measures
        cast(settleamountcur as decimal(18, 4)) as settled_amount,
        cast(settleamountmst as decimal(18, 4)) as settled_accounting_amount,
        cast(utilizedcashdisc as decimal(18, 4)) as cash_discount_amount,
        ---------- dates
        cast(transdate as date) as settled_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
