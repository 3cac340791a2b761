-- A promotion reached the PSA for somebody whom HR has in the old role.
-- after: 21_plans
-- claims: worker
-- candidates
select
    r.resource_no as key, cast(null as integer) as account_no, r.worker_no, cast(null as integer) as project_no,
    'psa.resource' as left_kind, cast(r.resource_no as bigint) as left_no, cast(null as varchar) as left_part,
    'hr.worker' as right_kind, cast(r.worker_no as bigint) as right_no, cast(null as varchar) as right_part,
    'role' as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency, cast(null as bigint) as seconds,
    cast(null as varchar) as direction, r.company_no,
    cast(timestamp '{ends_at}' as date) - 40 as arises_on, cast(null as date) as corrected_on
from psa.resource as r
where r.worker_no is not null and r.ends_on is null and r.role_changed_at is null and r.deleted_at is null
    and r.starts_on < cast(timestamp '{ends_at}' as date) - 90
    and r.role_no + 1 in (select role_no from mdm.role)
-- mutation
update psa.resource set role_no_before = resource.role_no, role_no = resource.role_no + 1, role_changed_at = cast(p.arises_on as timestamp) + interval 9 hour
from picked as p where resource.resource_no = p.left_no;
