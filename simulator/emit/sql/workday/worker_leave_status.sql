select
    wid_leave(l.leave_no) as "leave_request_event_id",
    wid_worker(l.worker_no) as "worker_id",
    false as "_fivetran_deleted",
    greatest(
        l.entered_at,
        case when cast(l.starts_on as timestamp) <= s.cut then cast(l.starts_on as timestamp) end,
        case when l.returned_at <= s.cut then l.returned_at end
    ) as "_fivetran_synced",
    l.leave_type as "leave_of_absence_type",
    l.starts_on as "leave_start_date",
    case when l.returned_at <= s.cut then l.ends_on end as "leave_end_date",
    l.ends_on as "estimated_leave_end_date",
    case when l.returned_at <= s.cut then l.ends_on + 1 end as "first_day_of_work",
    cast(l.starts_on as timestamp) <= s.cut and (l.returned_at is null or l.returned_at > s.cut) as "on_leave",
    true as "payroll_effect",
    s.cut as _cut
from scope as s
inner join hr.leave as l on s.id = l.leave_no
inner join hr.worker as w on l.worker_no = w.worker_no
where w.deleted_at is null or w.deleted_at > s.cut
