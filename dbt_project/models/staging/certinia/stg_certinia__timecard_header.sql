with

source as (

    select * from {{ source('certinia', 'timecard_header') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as timecard_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('assignment_id') }} as assignment_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        {{ tieout.salesforce_id('project_task_id') }} as task_record_id,
        {{ tieout.salesforce_id('approver_id') }} as approver_record_id,
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
        cast(timecard_notes as string) as notes,
        cast(status as string) as status,
        coalesce(cast(submitted as boolean), false) as is_submitted,
        coalesce(cast(approved as boolean), false) as is_approved,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(billable as boolean), false) as is_billable,
        coalesce(cast(billed as boolean), false) as is_billed,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(time_credited as boolean), false) as is_time_credited,
        coalesce(cast(time_excluded as boolean), false) as is_time_excluded,
        coalesce(cast(time_logged_in_days as boolean), false) as is_logged_in_days,
        coalesce(cast(external_resource as boolean), false) as is_external,
        coalesce(cast(daily_bill_rate as boolean), false) as is_bill_rate_daily,
        cast(cost_rate_currency_code as string) as cost_currency,
        coalesce(cast(daily_cost_rate as boolean), false) as is_cost_rate_daily,
        ---------- measures
        cast(sunday_hours as bigint) as sunday_seconds,
        cast(monday_hours as bigint) as monday_seconds,
        cast(tuesday_hours as bigint) as tuesday_seconds,
        cast(wednesday_hours as bigint) as wednesday_seconds,
        cast(thursday_hours as bigint) as thursday_seconds,
        cast(friday_hours as bigint) as friday_seconds,
        cast(saturday_hours as bigint) as saturday_seconds,
        cast(sunday_days as decimal(18, 3)) as sunday_days,
        cast(monday_days as decimal(18, 3)) as monday_days,
        cast(tuesday_days as decimal(18, 3)) as tuesday_days,
        cast(wednesday_days as decimal(18, 3)) as wednesday_days,
        cast(thursday_days as decimal(18, 3)) as thursday_days,
        cast(friday_days as decimal(18, 3)) as friday_days,
        cast(saturday_days as decimal(18, 3)) as saturday_days,
        cast(bill_rate as decimal(18, 4)) as bill_rate_amount,
        cast(cost_rate_amount as decimal(18, 4)) as cost_rate_amount,
        cast(total_hours as bigint) as total_seconds,
        cast(estimated_time_to_completion as bigint) as remaining_seconds,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(submitted_date as timestamp) as submitted_at,
        cast(approved_date as timestamp) as approved_at,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
