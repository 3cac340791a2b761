with

source as (

    select * from {{ source('workday', 'worker_position_history') }}

),

final as (

    select
        ---------- ids
        cast(worker_id as string) as worker_record_id,
        cast(position_id as string) as position_record_id,
        cast(job_profile_id as string) as job_profile_record_id,
        ---------- attributes
        cast(business_title as string) as business_title,
        cast(employee_type as string) as employee_type,
        cast(management_level_code as string) as management_level_code,
        cast(business_site_summary_location as string) as location,
        cast(home_country as string) as home_country,
        cast(host_country as string) as host_country,
        ---------- measures
        cast(scheduled_weekly_hours as bigint) as scheduled_weekly_seconds,
        cast(default_weekly_hours as bigint) as default_weekly_seconds,
        cast(full_time_equivalent_percentage as decimal(18, 4)) as full_time_share,
        ---------- booleans
        cast(is_primary_job as boolean) as is_primary_job,
        cast(exclude_from_head_count as boolean) as is_excluded_from_headcount,
        ---------- dates
        cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on,
        cast(effective_date as date) as effective_on,
        cast(version_start as timestamp) as version_starts_at,
        cast(version_end as timestamp) as version_ends_at,
        cast(synced_at as timestamp) as synced_at,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
