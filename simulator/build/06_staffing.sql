-- Who works on what, week by week: of the projects of the pod open in a week, those a person is drawn to most.
create table plan.open_week as
select project.project_no, project.pod_no, day.on_day as week_on, project.rate_revised_on <= day.on_day as is_revised
from plan.project as project
inner join plan.day as day on day.weekday = 1 and day.on_day >= project.starts_on and day.on_day > cast(project.activated_at as date)
    and day.on_day + 6 <= project.works_until and day.on_day <= date '{ends_on}';
create table plan.week as
with weeks as (
    select distinct worker_no, week_on from plan.workday
),
roles as (                             -- the role at the end of the week's first working day
    select worker_no, week_on, min(role_no) as role_no, min_by(day_seconds, on_day) as day_seconds from plan.workday group by worker_no, week_on
),
near as (
    select weeks.worker_no, weeks.week_on, arg_max(open_week.project_no, ordering('drawn', weeks.worker_no, open_week.project_no), 2) as projects
    from weeks
    inner join plan.member as member on weeks.worker_no = member.worker_no
    inner join plan.open_week as open_week on member.pod_no = open_week.pod_no and weeks.week_on = open_week.week_on
    group by weeks.worker_no, weeks.week_on
),
far as (                               -- a few are lent to the pod that comes next, often another company's
    select weeks.worker_no, weeks.week_on, arg_max(open_week.project_no, ordering('drawn', weeks.worker_no, open_week.project_no)) as project_no
    from weeks
    inner join plan.member as member on weeks.worker_no = member.worker_no
    inner join plan.worker as worker on weeks.worker_no = worker.worker_no and worker.kind = 'consultant' and hits('lent', worker.worker_no, 70)
    inner join plan.pod as pod on member.pod_no = pod.pod_no
    inner join plan.pod as other on other.pod_rank = pod.pod_rank % pod.pods + 1 and other.pod_no <> pod.pod_no
    inner join plan.open_week as open_week on other.pod_no = open_week.pod_no and weeks.week_on = open_week.week_on
    group by weeks.worker_no, weeks.week_on
)
select roles.worker_no, roles.week_on, roles.role_no, roles.day_seconds, near.projects[1] as first_no,
    case when far.project_no is not null then far.project_no
        when hits('two projects', roles.worker_no * 1000 + (roles.week_on - date '2000-01-03') // 28, 600) then near.projects[2] end as second_no
from roles
left join near on roles.worker_no = near.worker_no and roles.week_on = near.week_on
left join far on roles.worker_no = far.worker_no and roles.week_on = far.week_on;
create table plan.day_plan as
with days as (
    select workday.*, week.first_no, week.second_no, workday.worker_no * 10000::bigint + (workday.on_day - date '2000-01-01') as key
    from plan.workday as workday inner join plan.week as week on workday.worker_no = week.worker_no and workday.week_on = week.week_on
    where not workday.is_absent
),
parts as (
    select *,
        case when hits('internal', key, 420) then 1800 * (1 + draw('internal time', key, 6)) else 0 end as internal_seconds,
        case when second_no is not null and first_no is not null and hits('second', key, 600) then 1800 * (2 + draw('second time', key, 6)) else 0 end as second_seconds,
        case when days_to_month_end < 4 and hits('month end', key, 280) then 900 * (2 + draw('late work', key, 7))
            when hits('overtime', key, 60) then 900 * (1 + draw('late work', key, 4)) else 0 end as extra_seconds
    from days
)
select worker_no, on_day, week_on, first_no, second_no, second_seconds,
    case when first_no is null and second_no is null then day_seconds
        else internal_seconds end as internal_seconds,
    case when first_no is null and second_no is null then 0
        else day_seconds - internal_seconds - second_seconds + extra_seconds end as first_seconds
from parts;
create table plan.entry as
with saturdays as (
    select week.worker_no, day.on_day, week.week_on, week.first_no as project_no, 3600 * (2 + draw('saturday time', week.worker_no * 1000 + day.on_day - date '2000-01-01', 3)) as seconds
    from plan.week as week
    inner join plan.day as day on week.week_on = day.week_on and day.weekday = 6 and day.days_to_month_end < 7 and day.on_day <= date '{ends_on}'
    inner join plan.worker as worker on week.worker_no = worker.worker_no and worker.kind = 'consultant' and day.on_day <= worker.worked_until
    where week.first_no is not null and hits('saturday', week.worker_no * 10000::bigint + (day.on_day - date '2000-01-01'), 30)
        and not exists (select 1 from plan.absent where absent.worker_no = week.worker_no and absent.on_day between week.week_on and day.on_day + 1)
        and not exists (select 1 from hr.holiday where holiday.location_no = worker.location_no and holiday.holiday_on = day.on_day)
),
entries as (
    select worker_no, on_day, week_on, coalesce(first_no, second_no) as project_no, first_seconds as seconds from plan.day_plan where first_seconds > 0
    union all
    select worker_no, on_day, week_on, second_no, second_seconds from plan.day_plan where second_seconds > 0
    union all
    select worker_no, on_day, week_on, null, internal_seconds from plan.day_plan where internal_seconds > 0
    union all
    select worker_no, on_day, week_on, project_no, seconds from saturdays
    union all
    select workday.worker_no, workday.on_day, workday.week_on, -1, workday.day_seconds
    from plan.workday as workday
    inner join plan.worker as worker on workday.worker_no = worker.worker_no
    inner join mdm.company as company on worker.company_no = company.company_no and company.time_off_on_timecards
    where workday.is_absent
),
named as (                             -- 1 to 10: internal and absence projects of the companies
    select entries.worker_no, entries.on_day, entries.week_on,
        coalesce(nullif(entries.project_no, -1) + 10, worker.company_no * 2 - 1 + case when entries.project_no = -1 then 1 else 0 end) as project_no,
        week.role_no, project.rate_revised_on <= entries.week_on as is_revised, entries.seconds
    from entries
    inner join plan.worker as worker on entries.worker_no = worker.worker_no
    inner join plan.week as week on entries.worker_no = week.worker_no and entries.week_on = week.week_on
    left join plan.project as project on entries.project_no = project.project_no
)
select worker_no, on_day, week_on, project_no::integer as project_no, role_no, coalesce(is_revised, false) as is_revised, sum(seconds)::integer as seconds
from named group by all;
update plan.project set project_no = project_no + 10;
update plan.open_week set project_no = project_no + 10;
