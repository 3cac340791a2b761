-- The PSA carries a bill rate for an assignment that is five per cent above the one the contract has.
-- after: 21_plans
-- claims: project
-- candidates
with booked as (
    select assignment_no, sum(mon_seconds + tue_seconds + wed_seconds + thu_seconds + fri_seconds + sat_seconds + sun_seconds) as seconds
    from psa.timecard_header
    where assignment_no is not null and approved_at is not null and deleted_at is null and rate_changed_at is null
    group by assignment_no
)

select
    a.assignment_no as key, p.account_no, cast(null as integer) as worker_no, a.project_no,
    'crm.rate_revision' as left_kind, cast(r.rate_revision_no as bigint) as left_no, cast(null as varchar) as left_part,
    'psa.assignment' as right_kind, cast(a.assignment_no as bigint) as right_no, cast(null as varchar) as right_part,
    'hourly_amount' as field,
    cast(cast(half_up(b.seconds * cast(a.bill_rate * 10000 as bigint) // 20, 3600) as decimal(18, 0)) * 0.0001 as decimal(18, 4)) as money,
    a.currency, cast(b.seconds as bigint) as seconds, 'over' as direction, p.company_no,
    greatest(a.starts_on, cast(a.created_at as date)) as arises_on, cast(null as date) as corrected_on
from psa.assignment as a
inner join booked as b on a.assignment_no = b.assignment_no
inner join psa.project as p on a.project_no = p.project_no
inner join crm.rate_revision as r
    on p.contract_no = r.contract_no and p.contract_line_number = r.line_number and a.role_no = r.role_no and r.deleted_at is null
where p.billing_type = 'time_and_materials' and a.is_billable and not a.is_daily_rate and a.bill_rate = r.hourly_rate
    and (select count(*) from crm.rate_revision as every where every.contract_no = r.contract_no and every.line_number = r.line_number and every.role_no = r.role_no) = 1
-- mutation
update psa.assignment set bill_rate = assignment.bill_rate + cast(cast(assignment.bill_rate * 10000 as bigint) // 20 * 0.0001 as decimal(18, 4))
from picked as p where assignment.assignment_no = p.right_no;
