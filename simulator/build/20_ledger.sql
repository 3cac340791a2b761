-- Every document's voucher in the general ledger, in the accounting currency and in the document's own.
create table plan.gl (
    company_no integer, voucher varchar, document_type varchar, accounting_on date, document_on date, document varchar, posted_at timestamp,
    account varchar, acc bigint, txn bigint, currency varchar, project_no integer, customer_no integer, invoice_no integer
);
create table plan.carried as           -- what an invoice bills, at the rates at which it was earned
select line.invoice_no, sum(case when line.amount < 0 then -1 else 1 end * coalesce(cents_of(hour.sale_amount_acc), cents_of(expense.sale_amount_acc), abs(cents_of(line.amount))))::bigint as acc
from erp.invoice_line as line
left join erp.hour_trans as hour on line.hour_trans_no = hour.trans_no
left join erp.expense_trans as expense on line.expense_trans_no = expense.trans_no
group by line.invoice_no;
create table plan.position as          -- of each contract line: billed beyond what was earned is deferred, earned beyond what was billed is unbilled
with events as (
    select erp_project_no as project_no, accounting_on, 0 as side, trans_no as event_no, -cents_of(amount) as txn, -cents_of(amount_acc) as acc from erp.revenue_trans
    union all
    select erp_project_no, invoiced_on, 1, invoice.invoice_no, cents_of(untaxed_amount), carried.acc
    from erp.invoice as invoice inner join plan.carried as carried on invoice.invoice_no = carried.invoice_no
),
running as (
    select *, sum(txn) over line_so_far::bigint as txn_after, sum(acc) over line_so_far::bigint as acc_after
    from events window line_so_far as (partition by project_no order by accounting_on, side, event_no)
)
select project_no, side, event_no,
    greatest(0, txn_after) - greatest(0, txn_after - txn) as deferred_txn, greatest(0, acc_after) - greatest(0, acc_after - acc) as deferred_acc,
    greatest(0, -txn_after) - greatest(0, txn - txn_after) as unbilled_txn, greatest(0, -acc_after) - greatest(0, acc - acc_after) as unbilled_acc
from running;
insert into plan.gl
with hours as (
    select hour.company_no, hour.voucher, 'hours', hour.accounting_on, max(hour.trans_on), 'Hours', hour.posted_at, project.project_type, worker.is_external, hour.worker_company_no <> hour.company_no as is_lent,
        sum(cents_of(cost_amount_acc))::bigint as acc, sum(cents_of(cost_amount))::bigint as txn, hour.cost_currency, hour.erp_project_no
    from erp.hour_trans as hour
    inner join erp.project as project on hour.erp_project_no = project.erp_project_no
    inner join psa.resource as worker on hour.hcm_worker_no = worker.resource_no
    group by hour.company_no, hour.voucher, hour.accounting_on, hour.posted_at, project.project_type, worker.is_external, is_lent, hour.cost_currency, hour.erp_project_no
)
select hours.* exclude (project_type, is_external, is_lent, acc, txn, cost_currency, erp_project_no),
    case when part = 1 then case when is_external then '5200' when project_type = 'internal' then '5010' else '5000' end when is_external then '2150' when is_lent then '2310' else '2300' end,
    case part when 1 then acc else -acc end, case part when 1 then txn else -txn end, cost_currency, erp_project_no, null, null
from hours, (values (1), (2)) as parts(part);
insert into plan.gl
with charges as (
    select lender_company_no, voucher, borrower_company_no, max(trans_on) as trans_on, sum(cents_of(transfer_amount))::bigint as cents, currency, posted_at, erp_project_no, max(lender.accounting_on) as accounting_on
    from erp.intercompany as charge
    inner join (select hour.trans_no, case when moment(period.ends_on + 12, 30) > hour.posted_at then hour.trans_on else cast(hour.posted_at as date) end as accounting_on
        from erp.hour_trans as hour inner join plan.day_period as day on hour.worker_company_no = day.company_no and hour.trans_on = day.on_day
        inner join plan.period as period on day.period_no = period.period_no where hour.worker_company_no <> hour.company_no) as lender on charge.hour_trans_no = lender.trans_no
    group by lender_company_no, voucher, borrower_company_no, currency, posted_at, erp_project_no, lender.accounting_on
)
select lender_company_no, 'IC' || row_number() over (partition by lender_company_no order by posted_at, borrower_company_no, voucher, accounting_on, account), 'intercompany', accounting_on, trans_on, voucher, posted_at, account, case account when '1300' then cents else -cents end,
    case account when '1300' then cents else -cents end, currency, null, null, null
from charges, (values ('1300')) as accounts(account);
insert into plan.gl
select company_no, voucher, document_type, accounting_on, document_on, document, posted_at, '4100', -acc, -txn, currency, project_no, null, null from plan.gl where document_type = 'intercompany';
insert into plan.gl
with expenses as (
    select company_no, voucher, accounting_on, trans_on, posted_at, erp_project_no, cost_currency, cents_of(amount) as net, cents_of(tax_amount) as tax from erp.expense_trans
)
select company_no, voucher, 'expense', accounting_on, trans_on, 'Expense', posted_at, account, case account when '5100' then net when '1400' then tax else -net - tax end,
    case account when '5100' then net when '1400' then tax else -net - tax end, cost_currency, erp_project_no, null, null
from expenses, (values ('5100'), ('1400'), ('2160')) as accounts(account) where account <> '1400' or tax <> 0;
insert into plan.gl
with revenue as (
    select revenue.*, cents_of(amount) as cents, cents_of(amount_acc) as acc, position.*, project.customer_no, project.billing_type
    from erp.revenue_trans as revenue
    inner join plan.position as position on position.side = 0 and position.event_no = revenue.trans_no
    inner join erp.project as project on revenue.erp_project_no = project.erp_project_no
)
select company_no, voucher, 'revenue', accounting_on, accounting_on, contract_line_code, posted_at,
    case part when 1 then '1250' when 2 then '2200' else case when kind = 'expense' then '4030' when billing_type = 'time_and_materials' then '4000' when billing_type = 'retainer' then '4020' else '4010' end end,
    case part when 1 then unbilled_acc when 2 then -deferred_acc else -acc end, case part when 1 then unbilled_txn when 2 then -deferred_txn else -cents end, currency, erp_project_no, customer_no, null
from revenue, (values (1), (2), (3)) as parts(part);
insert into plan.gl
with invoices as (
    select invoice.*, cents_of(total_amount) as total, cents_of(total_amount_acc) as total_acc, cents_of(tax_amount) as tax, cents_of(tax_amount_acc) as tax_acc,
        cents_of(untaxed_amount_acc) - carried.acc as difference, position.*
    from erp.invoice as invoice
    inner join plan.carried as carried on invoice.invoice_no = carried.invoice_no
    inner join plan.position as position on position.side = 1 and position.event_no = invoice.invoice_no
)
select company_no, voucher, 'invoice', invoiced_on, invoiced_on, invoice_number, posted_at, ['1200', '1250', '2200', '2100', '8000'][part],
    case part when 1 then total_acc when 2 then unbilled_acc when 3 then -deferred_acc when 4 then -tax_acc else -difference end,
    case part when 1 then total when 2 then unbilled_txn when 3 then -deferred_txn when 4 then -tax else 0 end, currency, erp_project_no, customer_no, invoice_no
from invoices, (values (1), (2), (3), (4), (5)) as parts(part);
insert into plan.gl
with receipts as (
    select receipt.*, (select sum(carried) from plan.applied where applied.receipt_no = receipt.receipt_no)::bigint as carried from plan.receipt as receipt
)
select company_no, 'PAY' || lpad(receipt_no::varchar, 8, '0'), 'payment', paid_on, paid_on, 'R' || lpad(receipt_no::varchar, 7, '0'), moment(paid_on, 1080), ['1010', '1200', '8000'][part],
    case part when 1 then cents_acc when 2 then -carried else carried - cents_acc end, case part when 1 then cents when 2 then -cents else 0 end, currency, null, customer_no, null
from receipts, (values (1), (2), (3)) as parts(part);
insert into plan.gl                    -- suppliers, staff and capital
with plain as (
    select company_no, voucher, 'vendor_invoice' as document_type, posted_on as on_day, bill_number as document, posted_at, '2150' as debit, '2000' as credit, cents_of(amount) as cents, currency, erp_project_no from erp.vendor_bill_line
    union all
    select company_no, 'VP' || substr(voucher, 3), 'payment', posted_on + 28, bill_number, moment(posted_on + 28, 720), '2000', '1010', cents_of(amount), currency, null from erp.vendor_bill_line
    union all
    select company_no, 'PRL' || strftime(completed_at, '%Y%m'), 'payroll', cast(completed_at as date), 'Payroll', completed_at, '2300', '1010', sum(cents_of(gross_amount + employer_cost_amount))::bigint, currency, null
    from hr.payroll_result inner join hr.worker using (worker_no) group by company_no, completed_at, currency
    union all
    select trans.company_no, 'RMB' || lpad(report.report_no::varchar, 8, '0'), 'reimbursement', cast(report.reimbursed_at as date), report.name, report.reimbursed_at, '2160', '1010',
        sum(cents_of(trans.amount + trans.tax_amount))::bigint, report.currency, null
    from psa.expense_report as report inner join psa.expense as expense on report.report_no = expense.report_no
    inner join erp.expense_trans as trans on expense.expense_no = trans.expense_no
    where report.reimbursed_at is not null group by trans.company_no, report.report_no, report.name, report.reimbursed_at, report.currency
    union all
    select company_no, 'CAP0000001', 'manual', date '{starts_on}', 'Capital', timestamp '{starts_on}' + interval 12 hour, '1010', '3000', 500000000::bigint, currency, null from mdm.company
)
select company_no, voucher, document_type, on_day, on_day, document, posted_at, case part when 1 then debit else credit end, case part when 1 then cents else -cents end, case part when 1 then cents else -cents end, currency, erp_project_no, null, null
from plain, (values (1), (2)) as parts(part) where posted_at <= timestamp '{ends_at}';
create table plan.entry_number as
select company_no, voucher, row_number() over (order by min(posted_at), company_no, voucher) as entry_no, any_value(document_type) as document_type, min(accounting_on) as accounting_on, max(document_on) as document_on,
    any_value(document) as document, min(posted_at) as posted_at
from plan.gl group by company_no, voucher;
insert into erp.journal_entry
select entry.entry_no, entry.company_no, entry.voucher, 'J' || lpad(entry.entry_no::varchar, 8, '0'),
    case document_type when 'invoice' then 'Sales' when 'payment' then 'Payment' when 'vendor_invoice' then 'Vend' when 'manual' then 'None' when 'payroll' then 'None' else 'Project' end,
    entry.accounting_on, entry.document_on, entry.document, entry.document_type, day.period_no, entry.document_type in ('manual', 'payroll'), entry.posted_at, null
from plan.entry_number as entry
inner join plan.day_period as day on entry.company_no = day.company_no and entry.accounting_on = day.on_day;
insert into erp.journal_line
with lines as (
    select entry.entry_no, gl.company_no, gl.account, sum(gl.acc)::bigint as acc, sum(gl.txn)::bigint as txn, gl.currency, gl.project_no, gl.customer_no, gl.invoice_no, any_value(gl.document) as document
    from plan.gl as gl inner join plan.entry_number as entry on gl.company_no = entry.company_no and gl.voucher = entry.voucher
    group by entry.entry_no, gl.company_no, gl.account, gl.currency, gl.project_no, gl.customer_no, gl.invoice_no
)
select row_number() over (order by entry_no, account, currency, project_no), entry_no, company_no, account, money(acc), money(txn), currency, acc < 0 or (acc = 0 and txn < 0), false, document, project_no, customer_no, invoice_no
from lines where acc <> 0 or txn <> 0;
insert into erp.trans_posting
with postings as (
    select company_no, voucher, erp_project_no, 'hour' as kind, min(trans_no) as trans_no, max(trans_on) as trans_on, accounting_on, 'cost' as side, sum(cost_amount_acc) as amount, sum(seconds)::bigint as seconds, posted_at from erp.hour_trans
    group by company_no, voucher, erp_project_no, accounting_on, posted_at
    union all
    select company_no, voucher, erp_project_no, 'expense', trans_no, trans_on, accounting_on, 'cost', cost_amount_acc, null, posted_at from erp.expense_trans
    union all
    select company_no, voucher, erp_project_no, 'revenue', trans_no, accounting_on, accounting_on, 'sales', -amount_acc, null, posted_at from erp.revenue_trans
    union all
    select company_no, voucher, erp_project_no, 'invoice', invoice_no, invoiced_on, invoiced_on, 'sales', -untaxed_amount_acc, null, posted_at from erp.invoice
    union all
    select company_no, voucher, erp_project_no, 'purchase', bill_line_no, billed_on, posted_on, 'cost', 0, null, posted_at from erp.vendor_bill_line
)
select row_number() over (order by postings.posted_at, postings.company_no, postings.voucher, kind, trans_no), postings.company_no, postings.voucher, erp_project_no, kind, trans_no, trans_on, accounting_on, side, amount, seconds::integer,
    case kind when 'hour' then '5000' when 'expense' then '5100' when 'purchase' then '2150' else '1250' end, postings.posted_at
from postings;
