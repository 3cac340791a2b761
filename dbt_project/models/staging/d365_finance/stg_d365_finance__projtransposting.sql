with

source as (

    select * from {{ source('d365_finance', 'projtransposting') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        {{ d365_key('dataareaid', 'voucher') }} as voucher_key,
        {{ d365_key('dataareaid', 'projadjustrefid') }} as adjusts_transaction_key,
        cast(worker as string) as worker_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(projid as string) as project_number,
        cast(projtranstype as string) as project_transaction_type,
        cast(voucher as string) as voucher,
        cast(costsales as string) as cost_or_sales,
        cast(postingtype as string) as posting_type,
        cast(projadjustrefid as string) as adjusts_transaction_number,
        cast(categoryid as string) as category_code,
        ---------- measures
        cast(amountmst as decimal(18, 4)) as amount,
        cast(qty as decimal(18, 4)) as quantity,
        ---------- dates
        cast(projtransdate as date) as transaction_on,
        cast(ledgertransdate as date) as ledger_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
