with

source as (

    select * from {{ source('d365_finance', 'projcosttranssale') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        cast(fundingsource as string) as funding_source_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(transstatus as string) as transaction_status,
        ---------- measures
        cast(lineamount as decimal(18, 4)) as line_amount,
        cast(ledgersalesamount as decimal(18, 4)) as ledger_sales_amount,
        ---------- dates
        cast(ledgertransdate as date) as ledger_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
