with

source as (

    select * from {{ source('certinia', 'est_vs_actuals') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as record_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('resource_id') }} as resource_record_id,
        {{ tieout.salesforce_id('assignment_id') }} as assignment_record_id,
        {{ tieout.salesforce_id('resource_request_id') }} as resource_request_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(time_period_type as string) as time_period_type,
        coalesce(cast(timecards_submitted as boolean), false) as is_fully_submitted,
        ---------- measures
        cast(estimated_hours as bigint) as estimated_seconds,
        cast(actual_hours as bigint) as actual_seconds,
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
