with

source as (

    select * from {{ source('certinia', 'resource') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as resource_record_id,
        {{ tieout.salesforce_id('account_id') }} as account_record_id,
        {{ tieout.salesforce_id('salesforce_user_id') }} as user_record_id,
        {{ tieout.salesforce_id('region_id') }} as region_record_id,
        {{ tieout.salesforce_id('practice_id') }} as practice_record_id,
        {{ tieout.salesforce_id('work_calendar_id') }} as work_calendar_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(first_name as string) as first_name,
        cast(last_name as string) as last_name,
        cast(email as string) as work_email,
        cast(currency_iso_code as string) as currency,
        coalesce(cast(is_resource as boolean), false) as is_resource,
        coalesce(cast(is_resource_active as boolean), false) as is_resource_active,
        coalesce(cast(external_resource as boolean), false) as is_external,
        cast(resource_role as string) as role,
        coalesce(cast(daily_default_cost_rate as boolean), false) as is_cost_rate_daily,
        cast(employment_status as string) as employment_status,
        cast(erp_worker_correlation_id as string) as employee_no,
        cast(api_resource_correlation_id as string) as external_worker_code,
        cast(erp_company as string) as legal_entity_code,
        ---------- measures
        cast(default_cost_rate as decimal(18, 4)) as cost_rate_amount,
        cast(utilization_target as decimal(18, 6)) as utilization_target_ratio,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(last_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
