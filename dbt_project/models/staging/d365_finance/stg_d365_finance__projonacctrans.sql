with

source as (

    select * from {{ source('d365_finance', 'projonacctrans') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(projid as string) as project_number,
        cast(currencyid as string) as currency_code,
        cast(description as string) as description,
        cast(transactionorigin as string) as transaction_origin,
        cast(psacontractlinenum as string) as contract_line_number,
        ---------- measures
        cast(totalsalesamountcur as decimal(18, 4)) as total_sales_amount,
        cast(qty as decimal(18, 4)) as quantity,
        cast(sequence as bigint) as sequence,
        cast(version as bigint) as version,
        ---------- booleans
        cast(ismilestonecomplete as boolean) as is_milestone_complete,
        cast(psaisonaccount as boolean) as is_on_account,
        ---------- dates
        cast(transdate as date) as transaction_on,
        cast(canceleddate as date) as cancelled_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
