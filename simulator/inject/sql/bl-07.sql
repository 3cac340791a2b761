-- A contract line was billed beyond its cap, or worked even further beyond it.
-- after: 21_plans
-- claims: project
-- candidates
with billed as (
    select l.erp_project_no, sum(l.amount) as amount
    from erp.invoice_line as l where l.line_kind = 'time' and l.deleted_at is null group by l.erp_project_no
),
worked as (
    select s.project_no, sum(s.bill_amount) as amount
    from psa.timecard_split as s inner join psa.timecard_header as h on s.header_no = h.header_no
    where h.is_billable and h.approved_at is not null and h.approval_withdrawn_at is null and s.deleted_at is null group by s.project_no
)

select
    i.order_item_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'crm.order_item' as left_kind, cast(i.order_item_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(p.project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'cap' as field, cast(greatest(b.amount, w.amount) - b.amount + money(cents_of(b.amount) // 10) as decimal(18, 4)) as money, i.currency, cast(null as bigint) as seconds, 'over' as direction, p.company_no,
    (select max(invoiced_on) from erp.invoice as v where v.erp_project_no = p.project_no) as arises_on, cast(null as date) as corrected_on, b.amount - money(cents_of(b.amount) // 10) as cap
from crm.order_item as i
inner join psa.project as p on i.contract_no = p.contract_no and i.line_number = p.contract_line_number
inner join billed as b on p.project_no = b.erp_project_no
inner join worked as w on p.project_no = w.project_no
where i.billing_type = 'time_and_materials' and i.activated_at is not null and i.superseded_at is null and b.amount > 20000
-- mutation
update crm.order_item set cap = p.cap
from picked as p where order_item.order_item_no = p.left_no;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'RV-02', 'psa.project', p.right_no, null, null, null, null, 'cap', recognised.amount - i.cap, p.currency, null, 'over', p.company_no, recognised.last_on, null, p.break_no
from picked as p
inner join crm.order_item as i on p.left_no = i.order_item_no
inner join (
    select erp_project_no, sum(amount) as amount, max(accounting_on) as last_on from erp.revenue_trans where kind = 'time' group by erp_project_no
) as recognised on p.project_no = recognised.erp_project_no
where recognised.amount - i.cap > greatest(100, i.cap / 200) and i.effective_on <= recognised.last_on;
