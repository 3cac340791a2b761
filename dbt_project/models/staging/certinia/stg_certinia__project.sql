with

source as (

    select * from {{ source('certinia', 'project') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as project_record_id,
        {{ tieout.salesforce_id('account_id') }} as account_record_id,
        {{ tieout.salesforce_id('opportunity_id') }} as opportunity_record_id,
        {{ tieout.salesforce_id('contract_id') }} as contract_record_id,
        {{ tieout.salesforce_id('parent_project_id') }} as parent_record_id,
        {{ tieout.salesforce_id('region_id') }} as region_record_id,
        {{ tieout.salesforce_id('practice_id') }} as practice_record_id,
        {{ tieout.salesforce_id('project_manager_id') }} as manager_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(project_code as string) as project_code,
        cast(contract_line_number as bigint) as contract_line_number,
        cast(erp_company as string) as legal_entity_code,
        cast(stage as string) as stage,
        cast(project_type as string) as project_type,
        cast(billing_type as string) as billing_type,
        coalesce(cast(is_active as boolean), false) as is_active,
        coalesce(cast(is_billable as boolean), false) as is_billable,
        coalesce(cast(is_template as boolean), false) as is_template,
        coalesce(cast(time_credited as boolean), false) as is_time_credited,
        coalesce(cast(time_excluded as boolean), false) as is_time_excluded,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(closed_for_time_entry as boolean), false) as is_closed_for_time_entry,
        ---------- measures
        cast(planned_hours as bigint) as planned_seconds,
        cast(estimated_hours_at_completion as bigint) as estimated_seconds_at_completion,
        cast(total_submitted_hours as bigint) as total_submitted_seconds,
        cast(bookings as decimal(18, 4)) as bookings_amount,
        cast(internal_budget as decimal(18, 4)) as internal_budget_amount,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(activated_date as timestamp) as activated_at,
        cast(closed_date as date) as closed_on,
        cast(actuals_last_update_date as timestamp) as actuals_updated_at,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
