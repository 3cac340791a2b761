-- An approved expense never reached the ERP. Corrected: it was posted late, while its period was open.
-- after: 14_expenses
-- claims: record
-- candidates
select
    e.expense_no as key, p.account_no, r.worker_no, e.project_no,
    'psa.expense' as left_kind, e.expense_no as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'posting' as field, cast(e.amount as decimal(18, 4)) as money, e.currency, cast(null as bigint) as seconds, 'under' as direction, p.company_no,
    cast(report.approved_at as date) as arises_on,
    plus_weekdays(cast(report.approved_at as date), 5 + draw('posted late', e.expense_no, 3)) as late_on, case when moment(late_on, 360) < period.closes_at then late_on end as corrected_on
from psa.expense as e
inner join psa.expense_report as report on e.report_no = report.report_no
inner join psa.project as p on e.project_no = p.project_no
inner join psa.resource as r on e.resource_no = r.resource_no
inner join erp.expense_trans as t on e.expense_no = t.expense_no
inner join plan.day_period as period on t.company_no = period.company_no and t.accounting_on = period.on_day
where report.approved_at < timestamp '{ends_at}' - interval 8 day
-- mutation
delete from erp.expense_trans where expense_no in (select left_no from picked where corrected_on is null);
update erp.expense_trans set posted_at = moment(p.corrected_on, 360) from picked as p where p.corrected_on is not null and expense_trans.expense_no = p.left_no;
