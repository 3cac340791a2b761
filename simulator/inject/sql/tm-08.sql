-- Somebody handed in no timesheet for a week. Corrected: it came a fortnight late, in a month that nobody had billed or closed.
-- after: 12_timecards
-- claims: worker
-- candidates
select
    c.worker_no * 10000::bigint + (c.week_on - date '2000-01-03') // 7 as key, cast(null as integer) as account_no, r.worker_no, cast(null as integer) as project_no,
    'hr.worker' as left_kind, cast(r.worker_no as bigint) as left_no, cast(c.week_on as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'logged_seconds' as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency,
    any_value(available.seconds)::bigint as seconds, 'under' as direction, r.company_no,
    c.week_on + 7 as arises_on,
    case when not bool_or(c.is_revised) and max(c.approved_at) + interval 17 day < least(min(period.closes_at), cast(last_day(c.week_on) + 4 as timestamp)) then max(cast(c.submitted_at as date)) + 14 end as corrected_on, c.week_on, c.worker_no as card_worker_no
from plan.card as c
inner join psa.resource as r on c.worker_no = r.resource_no
inner join mdm.company as company on r.company_no = company.company_no
inner join (
    select worker_no, week_on, sum(day_seconds) as seconds from plan.workday where not is_absent group by worker_no, week_on
) as available on c.worker_no = available.worker_no and c.week_on = available.week_on
inner join psa.project as project on c.project_no = project.project_no
inner join plan.day_period as period on project.company_no = period.company_no and c.week_on = period.on_day
where not r.is_external and r.worker_no is not null and c.week_on + 16 < cast(timestamp '{ends_at}' as date) and r.starts_on + 14 < c.week_on
    and not company.time_off_on_timecards
group by c.worker_no, c.week_on, r.worker_no, r.company_no
having sum(c.s1 + c.s2 + c.s3 + c.s4 + c.s5 + c.s6 + c.s7) > 36000
qualify row_number() over (partition by r.worker_no order by hash('missing week', c.worker_no, c.week_on, {seed})) = 1
-- mutation
delete from plan.split where header_no in (select header_no from plan.card inner join picked as p on card.worker_no = p.card_worker_no and card.week_on = p.week_on and p.corrected_on is null);
delete from psa.timecard_header where header_no in (select header_no from plan.card inner join picked as p on card.worker_no = p.card_worker_no and card.week_on = p.week_on and p.corrected_on is null);
delete from plan.card using picked as p where card.worker_no = p.card_worker_no and card.week_on = p.week_on and p.corrected_on is null;
update psa.timecard_header set
    created_at = created_at + interval 14 day, submitted_at = submitted_at + interval 14 day, rejected_at = rejected_at + interval 14 day, first_approved_at = first_approved_at + interval 14 day,
    recalled_at = recalled_at + interval 14 day, resubmitted_at = resubmitted_at + interval 14 day, approved_at = approved_at + interval 14 day
from picked as p where p.corrected_on is not null and timecard_header.resource_no = p.card_worker_no and timecard_header.week_starts_on = p.week_on;
update plan.split set created_at = split.created_at + interval 14 day
from picked as p where p.corrected_on is not null and split.worker_no = p.card_worker_no and split.week_on = p.week_on;
update plan.card set created_at = card.created_at + interval 14 day, submitted_at = card.submitted_at + interval 14 day, decided_at = card.decided_at + interval 14 day, approved_at = card.approved_at + interval 14 day
from picked as p where p.corrected_on is not null and card.worker_no = p.card_worker_no and card.week_on = p.week_on;
