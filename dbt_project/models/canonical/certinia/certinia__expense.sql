with

expense as (

    select * from {{ ref('stg_certinia__expense') }}

),

expense_report as (

    select * from {{ ref('stg_certinia__expense_report') }}

),

approval_event as (

    select * from {{ ref('certinia__approval_event') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

status as (

    {{ certinia_codes('expense.status') }}

),

approval as (

    select
        target_ref,
        max(case when transition = 'approved' then happened_at end) as approved_at

    from approval_event
    where
        target_kind = 'expense'
        and not is_deleted
    group by target_ref

),

-- An expense that was split remains beside its parts; only the parts count.
divided as (

    select distinct
        source_instance,
        split_parent_record_id

    from expense
    where
        split_parent_record_id is not null
        and not is_deleted

),

reported as (

    select
        expense.*,
        coalesce(expense_report.status, expense.status) as status_in_force,
        coalesce(expense_report.approved_at, expense.approved_at) as approved_at_in_force

    from expense
    left join expense_report
        on
            expense.source_instance = expense_report.source_instance
            and expense.expense_report_record_id = expense_report.expense_report_record_id
    left join divided
        on
            expense.source_instance = divided.source_instance
            and expense.expense_record_id = divided.split_parent_record_id
    where divided.split_parent_record_id is null

),

final as (

    select
        reported.source_instance,
        instance.source_system,
        reported.expense_record_id as source_record_id,
        reported._raw_row_id,
        reported.source_instance || ':' || reported.resource_record_id as resource_ref,
        reported.source_instance || ':' || reported.project_record_id as project_ref,
        reported.incurred_on,
        reported.category,
        reported.amount,
        reported.tax_amount,
        reported.currency,
        reported.billing_amount,
        coalesce(reported.billing_currency, reported.currency) as billing_currency,
        reported.is_billable,
        reported.is_reimbursable,
        status.canonical_value as status,
        case
            when status.canonical_value = 'approved' then coalesce(approval.approved_at, reported.approved_at_in_force)
        end as approved_at,
        reported.is_billed or reported.is_invoiced as is_billed,
        reported.invoice_number,
        reported.source_instance || ':' || reported.expense_report_record_id as report_ref,
        reported.is_deleted

    from reported
    inner join instance on reported.source_instance = instance.source_instance
    left join status on reported.status_in_force = status.source_value
    left join approval
        on reported.source_instance || ':' || reported.expense_report_record_id = approval.target_ref

)

select * from final
