-- A project is closed in the ERP while the PSA still has it open. Corrected: the ERP opened it again.
-- after: 21_plans
-- claims: project
-- candidates
select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'status' as field, cast(null as decimal(18, 4)) as money, p.currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    e.company_no, cast(timestamp '{ends_at}' as date) - 20 as arises_on,
    plus_weekdays(cast(timestamp '{ends_at}' as date) - 20, 4 + draw('opened again', p.project_no, 8)) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
where p.project_type = 'client' and p.closed_at is null and e.closed_at is null and p.activated_at is not null
    and e.created_at < timestamp '{ends_at}' - interval 40 day
    and p.ends_on < cast(timestamp '{ends_at}' as date) - 20
-- mutation
update erp.project set closed_at = cast(p.arises_on as timestamp) + interval 18 hour, reopened_at = moment(p.corrected_on, 600) from picked as p where project.erp_project_no = p.right_no;
