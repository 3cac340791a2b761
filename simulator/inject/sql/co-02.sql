-- A project is delivered while its contract was never signed.
-- after: 21_plans
-- claims: project
-- candidates
select
    c.contract_no as key, c.account_no, cast(null as integer) as worker_no, (select min(project_no) from psa.project where project.contract_no = c.contract_no) as project_no,
    'psa.project' as left_kind, cast((select min(project_no) from psa.project where project.contract_no = c.contract_no) as bigint) as left_no, cast(null as varchar) as left_part,
    'crm.contract' as right_kind, cast(c.contract_no as bigint) as right_no, cast(null as varchar) as right_part,
    'status' as field,
    (select sum(s.bill_amount) from psa.timecard_split as s inner join psa.timecard_header as h on s.header_no = h.header_no
        where s.project_no = (select min(project_no) from psa.project where project.contract_no = c.contract_no) and h.approved_at is not null and h.is_billable
    ) as money,
    c.currency,
    (select sum(s.total_seconds) from psa.timecard_split as s inner join psa.timecard_header as h on s.header_no = h.header_no
        where s.project_no = (select min(project_no) from psa.project where project.contract_no = c.contract_no) and h.approved_at is not null and h.is_billable
    )::bigint as seconds,
    'over' as direction, c.company_no, c.starts_on as arises_on, cast(null as date) as corrected_on
from crm.contract as c
where c.activated_at is not null and c.cancelled_at is null and c.expired_at is null and c.deleted_at is null
    and (select count(*) from psa.project where project.contract_no = c.contract_no and project.activated_at is not null) = 1
    and c.starts_on < cast(timestamp '{ends_at}' as date) - 30
    and exists (
        select 1 from psa.timecard_split as s inner join psa.timecard_header as h on s.header_no = h.header_no inner join psa.project as p on s.project_no = p.project_no
        where p.contract_no = c.contract_no and h.approved_at is not null and h.is_billable
    )
-- mutation
update crm.contract set activated_at = null from picked as p where contract.contract_no = p.right_no;
