-- The ERP plans to bill a milestone a month after the PSA means to reach it.
-- after: 21_plans
-- claims: project
-- candidates
select
    o.trans_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.on_account' as left_kind, cast(o.trans_no as bigint) as left_no, cast(null as varchar) as left_part,
    'psa.milestone' as right_kind, cast(m.milestone_no as bigint) as right_no, cast(null as varchar) as right_part,
    'due_on' as field, cast(m.amount as decimal(18, 4)) as money, m.currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    p.company_no, cast(o.created_at as date) as arises_on, cast(null as date) as corrected_on
from erp.on_account as o
inner join psa.milestone as m on o.milestone_no = m.milestone_no
inner join psa.project as p on m.project_no = p.project_no
where o.invoice_no is null and m.achieved_at is null and o.cancelled_at is null and m.cancelled_at is null
-- mutation
update erp.on_account set due_on = on_account.due_on + 30 from picked as p where on_account.trans_no = p.left_no;
