-- The ERP bills a project by another type than it was sold and is delivered by.
-- after: 21_plans
-- claims: project
-- candidates
select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'billing_type' as field,
    greatest(0, cast(i.price - least(
        coalesce((select sum(line.amount) from erp.invoice_line as line where line.erp_project_no = e.erp_project_no and line.line_kind <> 'expense' and line.deleted_at is null), 0),
        coalesce((select sum(trans.amount) from erp.revenue_trans as trans where trans.erp_project_no = e.erp_project_no and trans.kind <> 'expense' and trans.deleted_at is null), 0)
    ) as decimal(18, 4))) as money, i.currency, cast(null as bigint) as seconds,
    cast(null as varchar) as direction, p.company_no, cast(e.created_at as date) as arises_on, cast(null as date) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
inner join crm.order_item as i
    on p.contract_no = i.contract_no and p.contract_line_number = i.line_number
    and i.superseded_at is null and i.activated_at is not null and i.deleted_at is null
where p.project_type = 'client' and p.billing_type in ('time_and_materials', 'fixed_fee') and e.deleted_at is null and e.closed_at is null
-- mutation
update erp.project set
    billing_type = case project.billing_type when 'time_and_materials' then 'fixed_fee' else 'time_and_materials' end,
    project_type = case project.billing_type when 'time_and_materials' then 'fixed_price' else 'time_material' end
from picked as p where project.erp_project_no = p.right_no;
