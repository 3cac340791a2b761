with

source as (

    select * from {{ source('d365_finance', 'projempltrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        {{ d365_key('dataareaid', 'linepropertyid') }} as line_property_key,
        {{ d365_key('dataareaid', 'adjreftransid') }} as adjusts_transaction_key,
        {{ d365_key('dataareaid', 'transidref') }} as reference_transaction_key,
        {{ d365_key('dataareaid', 'voucherjournal') }} as voucher_key,
        cast(worker as string) as worker_record_id,
        cast(workerlegalentity as string) as worker_company_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(projid as string) as project_number,
        cast(activitynumber as string) as activity_number,
        cast(categoryid as string) as category_code,
        cast(linepropertyid as string) as line_property_code,
        cast(currencyid as string) as currency_code,
        cast(voucherjournal as string) as voucher,
        cast(txt as string) as text,
        cast(adjreftransid as string) as adjusts_transaction_number,
        cast(transidref as string) as reference_transaction_number,
        cast(transactionorigin as string) as transaction_origin,
        ---------- measures
        cast(qty as bigint) as duration_seconds,
        cast(totalcostamountcur as decimal(18, 4)) as total_cost_amount,
        cast(totalsalesamountcur as decimal(18, 4)) as total_sales_amount,
        ---------- booleans
        cast(iscorrection as boolean) as is_correction,
        ---------- dates
        cast(transdate as date) as transaction_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
