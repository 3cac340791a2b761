-- The last revenue run booked a tenth more than the method earns.
-- after: 18_revenue
-- claims: project
-- candidates
select
    v.trans_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(v.accounting_on as varchar) as left_part,
    'erp.revenue_trans' as right_kind, cast(v.trans_no as bigint) as right_no, cast(null as varchar) as right_part,
    'revenue' as field, cast(money(cents_of(v.amount) // 10) as decimal(18, 4)) as money, v.currency, cast(null as bigint) as seconds, 'over' as direction, p.company_no,
    v.accounting_on as arises_on, cast(null as date) as corrected_on
from erp.revenue_trans as v
inner join psa.project as p on v.erp_project_no = p.project_no
where v.kind in ('progress', 'straight_line') and v.amount > 5000
    and not exists (from erp.revenue_trans as later where later.erp_project_no = v.erp_project_no and later.accounting_on > v.accounting_on)
    and cents_of(v.amount) // 10 > cents_of(v.jtd_amount) // 100
-- mutation
update erp.revenue_trans set
    amount = revenue_trans.amount + cast(p.money as decimal(18, 2)), amount_acc = revenue_trans.amount_acc + money(cents_of(revenue_trans.amount_acc) // 10),
    jtd_amount = revenue_trans.jtd_amount + cast(p.money as decimal(18, 2))
from picked as p where revenue_trans.trans_no = p.right_no;
