with

source as (

    select * from {{ source('certinia', 'milestone') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as milestone_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('approver_id') }} as approver_record_id,
        {{ tieout.salesforce_id('billing_event_item_id') }} as billing_event_item_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(status as string) as status,
        coalesce(cast(approved as boolean), false) as is_approved,
        coalesce(cast(approved_for_billing as boolean), false) as is_approved_for_billing,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(billing_hold as boolean), false) as is_on_hold,
        cast(billing_hold_reason as string) as hold_reason,
        cast(billing_hold_placed_by as string) as hold_placed_by,
        coalesce(cast(billed as boolean), false) as is_billed,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        cast(invoice_number as string) as invoice_number,
        ---------- measures
        cast(milestone_amount as decimal(18, 4)) as amount,
        cast(planned_hours as bigint) as planned_seconds,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(target_date as date) as due_on,
        cast(actual_date as date) as achieved_on,
        cast(approved_date as timestamp) as approved_at,
        cast(billing_hold_placed_at as timestamp) as hold_placed_at,
        cast(billing_hold_expires_on as date) as hold_expires_on,
        cast(billing_hold_released_at as timestamp) as hold_released_at,
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
