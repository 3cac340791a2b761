with

source as (

    select * from {{ source('certinia', 'miscellaneous_adjustment') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as adjustment_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('approver_id') }} as approver_record_id,
        {{ tieout.salesforce_id('timecard_split_id') }} as split_record_id,
        {{ tieout.salesforce_id('billing_event_item_id') }} as billing_event_item_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(transaction_category as string) as transaction_category,
        cast(status as string) as status,
        coalesce(cast(approved as boolean), false) as is_approved,
        cast(description as string) as description,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(billing_hold as boolean), false) as is_on_hold,
        coalesce(cast(billed as boolean), false) as is_billed,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        cast(invoice_number as string) as invoice_number,
        cast(adjustment_kind as string) as adjustment_kind,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(hours as bigint) as duration_seconds,
        ---------- dates
        cast(effective_date as date) as effective_on,
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
