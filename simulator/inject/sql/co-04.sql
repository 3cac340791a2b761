-- The ERP bills a project by another type than it was sold and is delivered by.
-- after: 21_plans
-- claims: project
-- candidates
select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'billing_type' as field,
    cast(null as decimal(18, 4)) as money, p.currency, cast(null as bigint) as seconds,
    cast(null as varchar) as direction, p.company_no, cast(e.created_at as date) as arises_on, cast(null as date) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
where p.project_type = 'client' and p.billing_type in ('time_and_materials', 'fixed_fee') and e.deleted_at is null and e.closed_at is null
-- mutation
update erp.project set
    billing_type = case project.billing_type when 'time_and_materials' then 'fixed_fee' else 'time_and_materials' end,
    project_type = case project.billing_type when 'time_and_materials' then 'fixed_price' else 'time_material' end
from picked as p where project.erp_project_no = p.right_no;
