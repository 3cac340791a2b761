-- The price of a contract line was renegotiated in the PSA only: the project's budget is an eighth too high.
-- after: 21_plans
-- claims: project
-- candidates
select
    p.project_no as key, c.account_no, cast(null as integer) as worker_no, p.project_no,
    'crm.order_item' as left_kind, cast(i.order_item_no as bigint) as left_no, cast(null as varchar) as left_part,
    'psa.project' as right_kind, cast(p.project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'price' as field,
    cast(cast(i.price * 100 as bigint) // 8 * 0.01 as decimal(18, 4)) as money, i.currency, cast(null as bigint) as seconds,
    'over' as direction, p.company_no,
    cast(coalesce(p.budget_changed_at, p.created_at) as date) as arises_on, cast(null as date) as corrected_on
from psa.project as p
inner join crm.contract as c on p.contract_no = c.contract_no
inner join crm.order_item as i
    on p.contract_no = i.contract_no and p.contract_line_number = i.line_number
    and i.superseded_at is null and i.activated_at is not null and i.deleted_at is null
where p.project_type = 'client' and p.activated_at is not null and p.closed_at is null and p.budget_amount = i.price and p.deleted_at is null
    and i.effective_on + 14 < cast(timestamp '{ends_at}' as date)
-- mutation
update psa.budget set amount = budget.amount + p.money
from picked as p
where budget.project_no = p.project_no
    and budget.version = (select max(version) from psa.budget as last where last.project_no = p.project_no);
update psa.project set budget_amount = project.budget_amount + p.money from picked as p where project.project_no = p.project_no;
