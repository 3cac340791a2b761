select
    wid_worker(v.worker_no) as "worker_id",
    wid_position(v.position_no) as "position_id",
    true as "_fivetran_active",
    cast(v.starts_on as timestamp) as "_fivetran_start",
    v.ends_at as "_fivetran_end",
    false as "_fivetran_deleted",
    v.known_at as "_fivetran_synced",
    v.starts_on as "start_date",
    case when year(v.ends_at) < 9999 then cast(v.ends_at as date) end as "end_date",
    v.starts_on as "effective_date",
    true as "is_primary_job",
    v.business_title as "business_title",
    case when v.worker_type = 'employee' then 'Regular' else 'Contingent' end as "employee_type",
    v.grade as "management_level_code",
    wid_role(v.role_no) as "job_profile_id",
    hours(v.scheduled_weekly_seconds) as "scheduled_weekly_hours",
    hours(v.default_weekly_seconds) as "default_weekly_hours",
    cast(v.fte * 100 as decimal(7, 2)) as "full_time_equivalent_percentage",
    v.is_exempt_from_timesheets as "exclude_from_head_count",
    l.code as "business_site_summary_location",
    v.cut as _cut
from position_version as v
inner join mdm.location as l on v.location_no = l.location_no
