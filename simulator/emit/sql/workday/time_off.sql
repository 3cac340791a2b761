-- A request is for whole weekdays; its quantity is what they are long together.
select
    'TIME_OFF_REQUEST-' || lpad(cast(r.time_off_no as varchar), 7, '0') as "Request_ID",
    w.worker_code as "Employee_ID",
    y.name as "Time_Off_Type",
    r.starts_on as "Start_Date",
    r.ends_on as "End_Date",
    hours(r.day_seconds * greatest(weekdays(r.starts_on, r.ends_on), 1)) as "Quantity",
    'Hours' as "Unit",
    case
        when r.cancelled_at <= s.cut then 'Canceled'
        when r.rejected_at <= s.cut then 'Denied'
        when r.approved_at <= s.cut then 'Approved'
        else 'Submitted'
    end as "Status",
    r.requested_at as "Submitted_Moment",
    case when r.approved_at <= s.cut then r.approved_at end as "Approved_Moment",
    y.is_paid as "Is_Paid",
    s.cut as _cut
from scope as s
inner join hr.time_off as r on s.id = r.time_off_no
inner join hr.time_off_type as y on r.time_off_type_no = y.time_off_type_no
inner join hr.worker as w on r.worker_no = w.worker_no
where w.deleted_at is null or w.deleted_at > s.cut
