with
told as (
    select s.cut, w.worker_no, w.worker_type, w.is_exempt_from_timesheets, w.last_day_on, w.terminated_at
    from scope as s
    inner join hr.worker as w on s.id = w.worker_no
    where w.deleted_at is null or w.deleted_at > s.cut
),

known as (
    select
        t.cut,
        t.worker_type,
        t.is_exempt_from_timesheets,
        case when t.terminated_at <= t.cut then t.last_day_on end as last_day_on,
        case when t.terminated_at <= t.cut then t.terminated_at end as terminated_at,
        p.*,
        row_number() over (
            partition by t.cut, p.worker_no, p.starts_on order by p.entered_at desc, p.position_row_no desc
        ) as place
    from told as t
    inner join hr.position as p on t.worker_no = p.worker_no and p.entered_at <= t.cut
),

version as (
    select *, lead(starts_on) over (partition by cut, worker_no order by starts_on) as next_on
    from known
    where place = 1 and (last_day_on is null or starts_on <= last_day_on)
)

select
    v.* exclude (ends_on, place),
    coalesce(cast(coalesce(v.next_on, v.last_day_on + 1) as timestamp) - interval 1 second, timestamp '9999-12-31 23:59:59')
        as ends_at,
    greatest(v.entered_at, case when v.next_on is null then v.terminated_at end) as known_at,
    o.organization_no as company_organization_no
from version as v
left join (select company_no, min(organization_no) as organization_no from hr.organization where type = 'Company' group by company_no) as o
    on v.company_no = o.company_no
