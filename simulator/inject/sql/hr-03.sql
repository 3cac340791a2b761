-- The PSA plans with another working week than HR has agreed with the person.
-- after: 21_plans
-- claims: worker
-- candidates
with weeks as (
    select *, mon_seconds + tue_seconds + wed_seconds + thu_seconds + fri_seconds + sat_seconds + sun_seconds as week_seconds from psa.work_calendar
)

select
    a.resource_calendar_no as key, cast(null as integer) as account_no, r.worker_no, cast(null as integer) as project_no,
    'psa.resource_calendar' as left_kind, cast(a.resource_calendar_no as bigint) as left_no, cast(null as varchar) as left_part,
    'hr.worker' as right_kind, cast(r.worker_no as bigint) as right_no, cast(null as varchar) as right_part,
    'week_seconds' as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency,
    cast(abs(own.week_seconds - other.week_seconds) as bigint) as seconds, cast(null as varchar) as direction, r.company_no,
    a.starts_on as arises_on, cast(null as date) as corrected_on
from psa.resource_calendar as a
inner join psa.resource as r on a.resource_no = r.resource_no
inner join weeks as own on a.work_calendar_no = own.work_calendar_no
inner join weeks as other
    on own.location_no = other.location_no and other.week_seconds <> own.week_seconds and abs(other.week_seconds - own.week_seconds) > 1800
where a.ends_on is null and r.worker_no is not null and r.ends_on is null and a.starts_on < cast(timestamp '{ends_at}' as date) - 10
qualify row_number() over (partition by a.resource_calendar_no order by other.work_calendar_no) = 1
-- mutation
update psa.resource_calendar set work_calendar_no = (
    select other.work_calendar_no
    from psa.work_calendar as own
    inner join psa.work_calendar as other on own.location_no = other.location_no
    where own.work_calendar_no = resource_calendar.work_calendar_no
        and abs(other.mon_seconds + other.tue_seconds + other.wed_seconds + other.thu_seconds + other.fri_seconds
            - own.mon_seconds - own.tue_seconds - own.wed_seconds - own.thu_seconds - own.fri_seconds) > 1800
    order by other.work_calendar_no limit 1
)
from picked as p where resource_calendar.resource_calendar_no = p.left_no;
