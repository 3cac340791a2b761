with

source as (

    select * from {{ source('d365_finance', 'projforecastempl') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        cast(worker as string) as worker_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(projid as string) as project_number,
        cast(modelid as string) as model_code,
        cast(currencyid as string) as currency_code,
        ---------- measures
        cast(qty as bigint) as duration_seconds,
        cast(totalcostamountcur as decimal(18, 4)) as cost_amount,
        cast(totalsalesamountcur as decimal(18, 4)) as revenue_amount,
        ---------- dates
        cast(schedfromdate as date) as scheduled_from_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
