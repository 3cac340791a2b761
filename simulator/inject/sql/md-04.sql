-- The PSA delivers a project for another company of the group than sold it and books it.
-- after: 21_plans
-- claims: project
-- candidates
select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'legal_entity' as field, cast(null as decimal(18, 4)) as money, p.currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    e.company_no, cast(e.created_at as date) as arises_on, cast(null as date) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
where p.project_type = 'client' and p.closed_at is null and p.activated_at is not null
-- mutation
update psa.project set company_no = p.company_no % (select max(company_no) from mdm.company) + 1 from picked as p where project.project_no = p.project_no;
