with

source as (

    select * from {{ source('certinia', 'expense_report') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as expense_report_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('approver_id') }} as approver_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(status as string) as status,
        coalesce(cast(submitted as boolean), false) as is_submitted,
        coalesce(cast(approved as boolean), false) as is_approved,
        coalesce(cast(include_in_financials as boolean), false) as is_in_financials,
        coalesce(cast(billable as boolean), false) as is_billable,
        ---------- dates
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
