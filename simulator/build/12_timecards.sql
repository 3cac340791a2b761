insert into psa.assignment
select assignment_no, worker_no, project_no, role_no, first_week, last_on, rate(rate_cents), currency, false, true, rate(cost_cents), cost_currency,
    greatest(timestamp '{starts_on}', moment(first_week - 4, 800)), case when is_over then seen(moment(last_on + 7, 1000)) end, null, null, null
from plan.assignment;
create table plan.card as              -- sheets with the keys, instants and task of their timecards
select sheet.*, assignment.assignment_no, sheet.project_no * 10 + case when sheet.is_client then 1 + draw('task', sheet.sheet_key, 4) else 1 end as task_no,
    project.rate_revised_at, signed.rate_cents as signed_cents, lead.worker_no as approver_no,
    submitted_at - interval 1 minute * (10 + draw('filled in', sheet_key, 200)) as created_at,
    last_day(week_on) - week_on as last_index -- days of the week that lie in its first month, less one
from plan.sheet as sheet
inner join plan.member as member on sheet.worker_no = member.worker_no
left join plan.assignment as assignment on sheet.worker_no = assignment.worker_no and sheet.project_no = assignment.project_no
    and sheet.role_no = assignment.role_no and sheet.is_revised = assignment.is_revised
left join plan.project as project on sheet.project_no = project.project_no
left join (select project_no, role_no, rate_cents from plan.line_rate where not is_revised) as signed on sheet.project_no = signed.project_no and sheet.role_no = signed.role_no
left join plan.lead as lead on lead.pod_no = coalesce(project.pod_no, member.pod_no);
delete from plan.card where created_at > timestamp '{ends_at}';
insert into psa.timecard_header
select header_no, worker_no, project_no, assignment_no, task_no, null, week_on, s1, s2, s3, s4, s5, s6, s7, is_client, rate(rate_cents), currency,
    case when is_revised and created_at < rate_revised_at then rate(signed_cents) end, case when is_revised and created_at < rate_revised_at then rate_revised_at end,
    rate(cost_cents), cost_currency, role_no, null, approver_no, created_at, seen(submitted_at),
    case course when 'rejected' then seen(decided_at) end,
    case course when 'recalled' then seen(decided_at) end,
    case course when 'recalled' then seen(decided_at + interval 1 minute * (20 + draw('recalled', sheet_key, 60))) end,
    case when course <> 'plain' then seen(decided_at + interval 1 minute * (90 + draw('resubmitted', sheet_key, 60))) end,
    seen(approved_at), null, null, null
from plan.card;
create table plan.split as
with parts as (
    select header_no, project_no, worker_no, week_on, rate_cents, cost_cents, created_at, last_index, s1, s2, s3, s4, s5, s6, s7, part::integer as part,
        case part when 1 then 0 else last_index + 1 end as first_day, case part when 1 then least(last_index, 6) else 6 end as last_day
    from plan.card, range(1, 3) as parts(part)
    where part = 1 or last_index < 6
),
masked as (
    select * replace (
        case when 0 between first_day and last_day then s1 else 0 end as s1, case when 1 between first_day and last_day then s2 else 0 end as s2,
        case when 2 between first_day and last_day then s3 else 0 end as s3, case when 3 between first_day and last_day then s4 else 0 end as s4,
        case when 4 between first_day and last_day then s5 else 0 end as s5, case when 5 between first_day and last_day then s6 else 0 end as s6,
        case when 6 between first_day and last_day then s7 else 0 end as s7)
    from parts
)
select header_no * 10 + part as split_no, * from masked where s1 + s2 + s3 + s4 + s5 + s6 + s7 > 0;
-- plan: what the calendar leaves of the week, in shares of the assignments of that week
create table plan.scheduled as
with weeks as (
    select card.assignment_no, card.worker_no, card.week_on, count(*) over (partition by card.worker_no, card.week_on) as cards,
        row_number() over (partition by card.worker_no, card.week_on order by card.s1 + card.s2 + card.s3 + card.s4 + card.s5 desc, card.project_no) as place
    from plan.card as card where card.is_client
),
days as (
    select weeks.assignment_no, weeks.week_on,
        coalesce(sum(workday.day_seconds) filter (workday.weekday = 1), 0)::integer as s1, coalesce(sum(workday.day_seconds) filter (workday.weekday = 2), 0)::integer as s2,
        coalesce(sum(workday.day_seconds) filter (workday.weekday = 3), 0)::integer as s3, coalesce(sum(workday.day_seconds) filter (workday.weekday = 4), 0)::integer as s4,
        coalesce(sum(workday.day_seconds) filter (workday.weekday = 5), 0)::integer as s5, any_value(cards) as cards, any_value(place) as place
    from weeks inner join plan.workday as workday on weeks.worker_no = workday.worker_no and weeks.week_on = workday.week_on and not workday.is_absent
    group by weeks.assignment_no, weeks.week_on
)
select assignment_no, week_on, share_of(s1, cards, place) as s1, share_of(s2, cards, place) as s2, share_of(s3, cards, place) as s3, share_of(s4, cards, place) as s4, share_of(s5, cards, place) as s5
from days;
insert into psa.schedule
with runs as (
    select *, cast((week_on - date '2000-01-03') // 7 - row_number() over (partition by assignment_no, s1, s2, s3, s4, s5 order by week_on) as integer) as run from plan.scheduled
)
select row_number() over (order by runs.assignment_no, min(week_on))::integer, runs.assignment_no, min(week_on), max(week_on) + 6, s1, s2, s3, s4, s5, 0, 0, any_value(assignment.created_at)
from runs inner join psa.assignment as assignment on runs.assignment_no = assignment.assignment_no
group by runs.assignment_no, s1, s2, s3, s4, s5, run;
