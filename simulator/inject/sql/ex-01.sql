-- An approved expense never reached the ERP.
-- after: 14_expenses
-- claims: record
-- candidates
select
    e.expense_no as key, p.account_no, r.worker_no, e.project_no,
    'psa.expense' as left_kind, e.expense_no as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'posting' as field, cast(e.amount as decimal(18, 4)) as money, e.currency, cast(null as bigint) as seconds, 'under' as direction, p.company_no,
    cast(report.approved_at as date) as arises_on, cast(null as date) as corrected_on
from psa.expense as e
inner join psa.expense_report as report on e.report_no = report.report_no
inner join psa.project as p on e.project_no = p.project_no
inner join psa.resource as r on e.resource_no = r.resource_no
where report.approved_at < timestamp '{ends_at}' - interval 8 day and exists (from erp.expense_trans as t where t.expense_no = e.expense_no)
-- mutation
delete from erp.expense_trans where expense_no in (select left_no from picked);
