with

source as (

    select * from {{ source('certinia', 'assignment') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as assignment_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('schedule_id') }} as schedule_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(assignment_number as string) as assignment_number,
        cast(role as string) as role,
        cast(status as string) as status,
        coalesce(cast(is_billable as boolean), false) as is_billable,
        coalesce(cast(daily_bill_rate as boolean), false) as is_bill_rate_daily,
        cast(cost_rate_currency_code as string) as cost_currency,
        coalesce(cast(daily_cost_rate as boolean), false) as is_cost_rate_daily,
        coalesce(cast(time_credited as boolean), false) as is_time_credited,
        coalesce(cast(time_excluded as boolean), false) as is_time_excluded,
        coalesce(cast(exclude_from_billing as boolean), false) as is_excluded_from_billing,
        coalesce(cast(closed_for_time_entry as boolean), false) as is_closed_for_time_entry,
        ---------- measures
        cast(bill_rate as decimal(18, 4)) as bill_rate_amount,
        cast(cost_rate_amount as decimal(18, 4)) as cost_rate_amount,
        cast(planned_hours as bigint) as planned_seconds,
        cast(percent_allocated as decimal(18, 6)) as allocated_ratio,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
