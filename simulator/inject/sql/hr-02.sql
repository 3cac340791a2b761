-- A day of approved work lies on a day of approved leave that HR has and the PSA does not.
-- after: 21_plans
-- claims: record
-- candidates
with days as (
    select s.*, h.bill_rate, h.currency, h.is_billable, h.approved_at, weekday,
        s.starts_on - (isodow(s.starts_on) - 1)::integer + (weekday - 1)::integer as worked_on,
        [s.mon_seconds, s.tue_seconds, s.wed_seconds, s.thu_seconds, s.fri_seconds][weekday] as day_seconds
    from psa.timecard_split as s
    inner join psa.timecard_header as h on s.header_no = h.header_no, range(1, 6) as weekdays(weekday)
    where h.approved_at is not null and h.recalled_at is null and h.deleted_at is null and s.deleted_at is null and h.is_billable
)

select
    d.split_no * 10 + d.weekday as key, p.account_no, r.worker_no, d.project_no,
    'psa.split_day' as left_kind, cast(d.split_no as bigint) as left_no, ['mon', 'tue', 'wed', 'thu', 'fri'][d.weekday] as left_part,
    'hr.time_off' as right_kind, cast((select max(time_off_no) from hr.time_off) + row_number() over (order by d.split_no, d.weekday) as bigint) as right_no,
    cast(null as varchar) as right_part,
    'leave' as field,
    cast(cast(half_up(cast(d.day_seconds as bigint) * cast(d.bill_rate * 10000 as bigint), 3600) as decimal(18, 0)) * 0.0001 as decimal(18, 4)) as money,
    d.currency, cast(d.day_seconds as bigint) as seconds, 'over' as direction, p.company_no,
    d.worked_on as arises_on, cast(null as date) as corrected_on
from days as d
inner join psa.project as p on d.project_no = p.project_no
inner join psa.resource as r on d.resource_no = r.resource_no
inner join mdm.company as c on p.company_no = c.company_no
where d.day_seconds >= 3600 and not c.time_off_on_timecards and r.worker_no is not null
    and d.approved_at < timestamp '{ends_at}' - interval 10 day
    and d.worked_on between d.starts_on and d.ends_on
    and not exists (
        from psa.timecard_split as other
        where other.resource_no = d.resource_no and other.split_no <> d.split_no and other.starts_on <= d.worked_on and other.ends_on >= d.worked_on
            and [other.mon_seconds, other.tue_seconds, other.wed_seconds, other.thu_seconds, other.fri_seconds][d.weekday] > 0
    )
    and not exists (from hr.time_off as t where t.worker_no = r.worker_no and d.worked_on between t.starts_on and t.ends_on)
-- mutation
insert into hr.time_off
select
    p.right_no, p.worker_no, (select min(time_off_type_no) from hr.time_off_type where is_paid and reduces_capacity and not is_long_leave),
    p.arises_on, p.arises_on,
    (select [o.mon_seconds, o.tue_seconds, o.wed_seconds, o.thu_seconds, o.fri_seconds][isodow(p.arises_on)]
        from hr.position as o
        where o.worker_no = p.worker_no and o.starts_on <= p.arises_on and coalesce(o.ends_on, date '9999-12-31') >= p.arises_on
        order by o.position_row_no limit 1),
    cast(p.arises_on as timestamp) - interval 10 day, cast(p.arises_on as timestamp) - interval 9 day, null, null
from picked as p;
