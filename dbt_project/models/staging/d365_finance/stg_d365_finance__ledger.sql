with

source as (

    select * from {{ source('d365_finance', 'ledger') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        cast(chartofaccounts as string) as chart_record_id,
        cast(fiscalcalendar as string) as fiscal_calendar_record_id,
        cast(primaryforlegalentity as string) as company_record_id,
        cast(defaultexchangeratetype as string) as exchange_rate_type_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(accountingcurrency as string) as accounting_currency,
        cast(reportingcurrency as string) as reporting_currency,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
