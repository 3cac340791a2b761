create or replace temp table workday_organization as
select
    2 * organization_no as organization_key,
    false as is_team,
    organization_no as number,
    upper(type) as type,
    code,
    name,
    parent_organization_no,
    manager_worker_no,
    created_at,
    inactive_at
from hr.organization
union all
select
    2 * p.manager_worker_no + 1,
    true,
    p.manager_worker_no,
    'SUPERVISORY',
    'SUPERVISORY_' || w.worker_code,
    'Team of ' || w.first_name || ' ' || w.last_name,
    null,
    p.manager_worker_no,
    min(p.entered_at),
    null
from hr.position as p
inner join hr.worker as w on p.manager_worker_no = w.worker_no
group by p.manager_worker_no, w.worker_code, w.first_name, w.last_name;

create or replace temp table working_day as
with day as (
    select distinct
        worker_no, cast(unnest(generate_series(starts_on, ends_on, interval 1 day)) as date) as day_on
    from hr.time_off
),

planned as (
    select
        d.worker_no,
        d.day_on,
        p.location_no,
        [
            p.mon_seconds,
            p.tue_seconds,
            p.wed_seconds,
            p.thu_seconds,
            p.fri_seconds,
            p.sat_seconds,
            p.sun_seconds
        ][isodow(d.day_on)] as seconds
    from day as d
    asof inner join hr.position as p on d.worker_no = p.worker_no and d.day_on >= p.starts_on
)

select p.worker_no, p.day_on
from planned as p
anti join hr.holiday as h on p.location_no = h.location_no and p.day_on = h.holiday_on
where p.seconds > 0;
