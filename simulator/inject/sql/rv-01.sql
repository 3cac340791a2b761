-- Time of a period was delivered and approved, and the revenue run left it out.
-- after: 18_revenue
-- claims: project
-- candidates
select
    v.trans_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(f.ends_on as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'revenue_event' as field, cast(v.amount as decimal(18, 4)) as money, v.currency, cast(null as bigint) as seconds, 'under' as direction, p.company_no,
    f.ends_on as arises_on, cast(null as date) as corrected_on, v.trans_no
from erp.revenue_trans as v
inner join psa.project as p on v.erp_project_no = p.project_no
inner join erp.fiscal_period as f on v.company_no = f.company_no and v.accounting_on between f.starts_on and f.ends_on
where v.kind = 'time' and v.amount > 1000
-- mutation
update erp.revenue_trans set jtd_amount = revenue_trans.jtd_amount - cast(p.money as decimal(18, 2))
from picked as p where revenue_trans.erp_project_no = p.project_no and revenue_trans.kind = 'time' and revenue_trans.accounting_on > p.arises_on;
delete from erp.revenue_trans where trans_no in (select trans_no from picked);
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'RV-02', 'psa.project', p.left_no, p.left_part, null, null, null, 'revenue', p.money, p.currency, null, 'under', p.company_no, p.arises_on, null, p.break_no
from picked as p
where 200 * cents_of(p.money) > cents_of(p.money) + (select coalesce(sum(cents_of(v.amount)), 0) from erp.revenue_trans as v where v.erp_project_no = p.project_no and v.kind = 'time');
