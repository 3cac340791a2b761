with

source as (

    select * from {{ source('certinia', 'expense') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as expense_record_id,
        {{ tieout.salesforce_id('expense_report_id') }} as expense_report_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('assignment_id') }} as assignment_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        {{ tieout.salesforce_id('expense_split_parent_id') }} as split_parent_record_id,
        {{ tieout.salesforce_id('billing_event_item_id') }} as billing_event_item_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(type as string) as category,
        cast(description as string) as description,
        cast(billing_currency as string) as billing_currency,
        coalesce(cast(billable as boolean), false) as is_billable,
        not coalesce(cast(non_reimbursable as boolean), false) as is_reimbursable,
        coalesce(cast(split_expense as boolean), false) as is_split,
        cast(status as string) as status,
        coalesce(cast(submitted as boolean), false) as is_submitted,
        coalesce(cast(approved as boolean), false) as is_approved,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(approved_for_billing as boolean), false) as is_approved_for_billing,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(billing_hold as boolean), false) as is_on_hold,
        cast(billing_hold_reason as string) as hold_reason,
        cast(billing_hold_placed_by as string) as hold_placed_by,
        coalesce(cast(billed as boolean), false) as is_billed,
        coalesce(cast(invoiced as boolean), false) as is_invoiced,
        cast(invoice_number as string) as invoice_number,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(incurred_tax as decimal(18, 4)) as tax_amount,
        cast(billing_amount as decimal(18, 4)) as billing_amount,
        ---------- dates
        cast(expense_date as date) as incurred_on,
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
