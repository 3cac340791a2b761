-- Somebody is planned for twice the hours there are, two weeks running or longer.
-- after: 21_plans
-- claims: worker
-- candidates
select
    s.schedule_no as key, p.account_no, r.worker_no, a.project_no,
    'psa.resource' as left_kind, cast(r.resource_no as bigint) as left_no, cast(null as varchar) as left_part,
    'hr.worker' as right_kind, cast(r.worker_no as bigint) as right_no, cast(null as varchar) as right_part,
    'planned_seconds' as field, cast(null as decimal(18, 4)) as money, a.currency,
    cast((s.mon_seconds + s.tue_seconds + s.wed_seconds + s.thu_seconds + s.fri_seconds) * ((s.ends_on - s.starts_on + 1) // 7) as bigint) as seconds, 'over' as direction,
    p.company_no, s.starts_on as arises_on, cast(null as date) as corrected_on, s.schedule_no
from psa.schedule as s
inner join psa.assignment as a on s.assignment_no = a.assignment_no
inner join psa.resource as r on a.resource_no = r.resource_no
inner join psa.project as p on a.project_no = p.project_no
where s.mon_seconds + s.tue_seconds + s.wed_seconds + s.thu_seconds + s.fri_seconds >= 90000
    and s.ends_on >= cast(timestamp '{ends_at}' as date) - 21 and a.cancelled_at is null
    and s.ends_on - s.starts_on >= 13 and exists (from hr.worker where worker.worker_no = r.worker_no)
qualify row_number() over (partition by r.resource_no order by s.starts_on desc, s.schedule_no) = 1
-- mutation
update psa.schedule set
    mon_seconds = 2 * schedule.mon_seconds, tue_seconds = 2 * schedule.tue_seconds, wed_seconds = 2 * schedule.wed_seconds,
    thu_seconds = 2 * schedule.thu_seconds, fri_seconds = 2 * schedule.fri_seconds
from picked as p where schedule.schedule_no = p.schedule_no;
