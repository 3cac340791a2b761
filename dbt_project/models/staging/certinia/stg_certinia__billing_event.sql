with

source as (

    select * from {{ source('certinia', 'billing_event') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as billing_event_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(status as string) as status,
        coalesce(cast(is_approved as boolean), false) as is_approved,
        coalesce(cast(is_released as boolean), false) as is_released,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        cast(invoice_number as string) as invoice_number,
        ---------- measures
        cast(summary_amount as decimal(18, 4)) as summary_amount,
        cast(rounded_summary_amount as decimal(18, 4)) as rounded_summary_amount,
        ---------- dates
        cast(date as date) as happened_on,
        cast(invoice_date as date) as invoiced_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
