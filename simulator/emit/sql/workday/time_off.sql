with
request as (
    select s.cut, o.*
    from scope as s
    inner join hr.time_off as o on s.id = o.time_off_no
),

day as (
    select r.cut, r.time_off_no, cast(unnest(generate_series(r.starts_on, r.ends_on, interval 1 day)) as date) as day_on
    from request as r
)

select
    'TIME_OFF_REQUEST-' || lpad(cast(r.time_off_no as varchar), 7, '0') as "Request_ID",
    w.worker_code as "Employee_ID",
    y.name as "Time_Off_Type",
    d.day_on as "Start_Date",
    d.day_on as "End_Date",
    hours(r.day_seconds) as "Quantity",
    'Hours' as "Unit",
    case
        when r.cancelled_at <= r.cut then 'Canceled'
        when r.rejected_at <= r.cut then 'Denied'
        when r.approved_at <= r.cut then 'Approved'
        else 'Submitted'
    end as "Status",
    r.requested_at as "Submitted_Moment",
    case when r.approved_at <= r.cut then r.approved_at end as "Approved_Moment",
    y.is_paid as "Is_Paid",
    r.cut as _cut
from request as r
inner join day as d on r.cut = d.cut and r.time_off_no = d.time_off_no
inner join hr.time_off_type as y on r.time_off_type_no = y.time_off_type_no
inner join hr.worker as w on r.worker_no = w.worker_no
inner join working_day as k on r.worker_no = k.worker_no and d.day_on = k.day_on
where w.deleted_at is null or w.deleted_at > r.cut
