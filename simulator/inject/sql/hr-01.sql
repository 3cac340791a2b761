-- Somebody got a new employee number in the PSA that HR does not know. Corrected: the PSA has HR's number since.
-- after: 21_plans
-- claims: worker
-- candidates
select
    r.resource_no as key, cast(null as integer) as account_no, r.worker_no, cast(null as integer) as project_no,
    'psa.resource' as left_kind, cast(r.resource_no as bigint) as left_no, cast(null as varchar) as left_part,
    'hr.worker' as right_kind, cast(r.worker_no as bigint) as right_no, cast(null as varchar) as right_part,
    'employee_no' as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    r.company_no, cast(r.created_at as date) as arises_on,
    plus_weekdays(greatest(cast(r.created_at as date), r.starts_on), 15 + draw('number put right', r.resource_no, 60)) as corrected_on
from psa.resource as r
where r.worker_no is not null and r.ends_on is null and r.deleted_at is null and not r.is_external
-- mutation
update psa.resource set
    worker_code = case when p.corrected_on is null then '9' || resource.worker_code else resource.worker_code end,
    worker_code_before = case when p.corrected_on is not null then '9' || resource.worker_code end, worker_code_changed_at = moment(p.corrected_on, 600)
from picked as p where resource.resource_no = p.left_no;
