create or replace temp table assignment_record as
with part as (
    select *, row_number() over (partition by assignment_no order by starts_on, schedule_no) as place
    from psa.schedule
)

select
    case when coalesce(c.place, 1) = 1 then a.assignment_no else 100000000 + c.schedule_no end
        as record_no,
    a.assignment_no,
    c.schedule_no,
    c.starts_on,
    c.ends_on,
    case when coalesce(c.place, 1) = 1 then a.created_at else greatest(a.created_at, c.created_at) end as created_at,
    c.created_at as scheduled_at,
    a.closed_at,
    a.cancelled_at,
    a.changed_at,
    a.deleted_at
from psa.assignment as a
left join part as c on a.assignment_no = c.assignment_no;

create or replace temp table approval_step as
with target as (
    select
        *,
        case target_kind
            when 'timecard' then sf_timecard_header(target_no)
            when 'expense_report' then sf_expense_report(target_no)
            when 'milestone' then sf_milestone(target_no)
        end as target_id
    from psa.approval_event
)

select
    *,
    max(case when transition = 'submitted' then approval_event_no end) over (
        partition by target_kind, target_no order by sequence rows unbounded preceding
    ) as instance_no
from target;

create or replace temp table forecast as
select
    *,
    min(forecast_no) over (partition by project_no, month_on) as record_no,
    lead(created_at) over (partition by project_no, month_on order by version) as replaced_at
from psa.forecast;
