-- Forecasts of both systems from the same plan: scheduled time by person, project and month.
create table plan.forecast as
select assignment.project_no, assignment.worker_no, date_trunc('month', day.on_day)::date as month_on,
    sum(case day.weekday when 1 then scheduled.s1 when 2 then scheduled.s2 when 3 then scheduled.s3 when 4 then scheduled.s4 else scheduled.s5 end)::bigint as seconds,
    any_value(assignment.rate_cents) as rate_cents, any_value(assignment.cost_cents) as cost_cents, assignment.currency, assignment.cost_currency
from plan.scheduled as scheduled
inner join plan.assignment as assignment on scheduled.assignment_no = assignment.assignment_no
inner join plan.day as day on scheduled.week_on = day.week_on and day.weekday <= 5
group by all having seconds > 0;
create table plan.forecast_priced as
select forecast.*, project.company_no, spot.rate_e8, value_of(seconds, rate_cents) as revenue, converted(value_of(seconds, cost_cents), spot.rate_e8) as cost
from plan.forecast as forecast
inner join erp.project as project on forecast.project_no = project.erp_project_no
inner join plan.spot as spot on spot.on_day = date '{starts_on}' and spot.from_currency = forecast.cost_currency and spot.to_currency = forecast.currency;
insert into erp.forecast
select row_number() over (order by project_no, worker_no, month_on)::integer, company_no, project_no, worker_no, 1, month_on, sum(seconds)::bigint, money(sum(cost)), money(sum(revenue)), any_value(currency), greatest(timestamp '{starts_on}', moment(month_on - 10, 400))
from plan.forecast_priced group by company_no, project_no, worker_no, month_on;
insert into psa.forecast
select row_number() over (order by project_no, month_on)::integer, project_no, 1, month_on, sum(seconds)::bigint, money(sum(cost)), money(sum(revenue)), any_value(currency), greatest(timestamp '{starts_on}', moment(month_on - 10, 300))
from plan.forecast_priced group by project_no, month_on;
-- every approval step, as the approval process of the CRM's org keeps it
insert into psa.approval_event
with steps as (
    select 'timecard' as kind, header_no as target_no, 1 as step, 'submitted' as transition, submitted_at as happened_at, resource_no as actor_no, approver_user_no from psa.timecard_header
    union all select 'timecard', header_no, 2, 'rejected', rejected_at, approver_user_no, approver_user_no from psa.timecard_header
    union all select 'timecard', header_no, 2, 'approved', first_approved_at, approver_user_no, approver_user_no from psa.timecard_header
    union all select 'timecard', header_no, 3, 'recalled', recalled_at, resource_no, approver_user_no from psa.timecard_header
    union all select 'timecard', header_no, 4, 'submitted', resubmitted_at, resource_no, approver_user_no from psa.timecard_header
    union all select 'timecard', header_no, 5, 'approved', approved_at, approver_user_no, approver_user_no from psa.timecard_header
    union all select 'expense_report', report_no, 1, 'submitted', submitted_at, resource_no, approver_user_no from psa.expense_report
    union all select 'expense_report', report_no, 5, 'approved', approved_at, approver_user_no, approver_user_no from psa.expense_report
    union all select 'milestone', milestone_no, 1, 'submitted', achieved_at, approver_user_no, approver_user_no from psa.milestone
    union all select 'milestone', milestone_no, 5, 'approved', accepted_at, approver_user_no, approver_user_no from psa.milestone
)
select row_number() over (order by happened_at, kind, target_no, step), kind, target_no, row_number() over (partition by kind, target_no order by step)::integer, transition, happened_at,
    coalesce((select users.user_no from crm.user as users where users.user_no = actor_no), approver_user_no)
from steps where happened_at is not null;
