with

source as (

    select * from {{ source('certinia', 'timecard_split') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as split_record_id,
        {{ tieout.salesforce_id('timecard_header_id') }} as timecard_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('assignment_id') }} as assignment_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        {{ tieout.salesforce_id('billing_event_item_id') }} as billing_event_item_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(sunday_notes as string) as sunday_notes,
        cast(monday_notes as string) as monday_notes,
        cast(tuesday_notes as string) as tuesday_notes,
        cast(wednesday_notes as string) as wednesday_notes,
        cast(thursday_notes as string) as thursday_notes,
        cast(friday_notes as string) as friday_notes,
        cast(saturday_notes as string) as saturday_notes,
        cast(status as string) as status,
        coalesce(cast(submitted as boolean), false) as is_submitted,
        coalesce(cast(approved as boolean), false) as is_approved,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(billable as boolean), false) as is_billable,
        coalesce(cast(approved_for_billing as boolean), false) as is_approved_for_billing,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(billing_hold as boolean), false) as is_on_hold,
        cast(billing_hold_reason as string) as hold_reason,
        cast(billing_hold_placed_by as string) as hold_placed_by,
        coalesce(cast(billed as boolean), false) as is_billed,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        cast(invoice_number as string) as invoice_number,
        coalesce(cast(time_credited as boolean), false) as is_time_credited,
        coalesce(cast(time_excluded as boolean), false) as is_time_excluded,
        ---------- measures
        cast(sunday_hours as bigint) as sunday_seconds,
        cast(monday_hours as bigint) as monday_seconds,
        cast(tuesday_hours as bigint) as tuesday_seconds,
        cast(wednesday_hours as bigint) as wednesday_seconds,
        cast(thursday_hours as bigint) as thursday_seconds,
        cast(friday_hours as bigint) as friday_seconds,
        cast(saturday_hours as bigint) as saturday_seconds,
        cast(total_hours as bigint) as total_seconds,
        cast(total_billable_amount as decimal(18, 4)) as total_billable_amount,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(submitted_date as timestamp) as submitted_at,
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
