-- The ERP has a project twice for one contract line; the second one has no bookings.
-- after: 21_plans
-- claims: project
-- candidates
select
    e.erp_project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.project' as left_kind, cast((select max(erp_project_no) from erp.project) + row_number() over (order by e.erp_project_no) as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'psa_reference' as field, cast(0 as decimal(18, 4)) as money, e.currency, cast(null as bigint) as seconds, 'over' as direction,
    e.company_no, cast(e.created_at as date) + 15 as arises_on, cast(null as date) as corrected_on
from erp.project as e
inner join psa.project as p on e.project_no = p.project_no
where p.project_type = 'client' and e.closed_at is null and e.deleted_at is null
    and e.created_at < timestamp '{ends_at}' - interval 30 day
-- mutation
insert into erp.project
select project.* replace (p.left_no as erp_project_no, project.projid || 'B' as projid, cast(p.arises_on as timestamp) + interval 9 hour as created_at, cast(p.arises_on as timestamp) + interval 9 hour as activated_at)
from erp.project as project inner join picked as p on project.erp_project_no = p.right_no;
