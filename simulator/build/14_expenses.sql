-- A report per traveller, project and month, filed in its last days or after; in the currency of the company.
create table plan.report as
with months as (
    select distinct card.worker_no, card.project_no, date_trunc('month', card.week_on)::date as month_on from plan.card
    inner join plan.project as project on card.project_no = project.project_no and card.worker_company_no = project.company_no and card.week_on >= project.starts_on
    inner join plan.worker as worker on card.worker_no = worker.worker_no and worker.kind = 'consultant'
    where card.week_on + 4 <= last_day(card.week_on)
),
keyed as (
    select *, (worker_no * 1000::bigint + (year(month_on) * 12 + month(month_on)) % 1000) * 100000 + project_no as key from months
),
filed as (
    select *, moment(cast(last_day(month_on) - 3 + draw('filed', key, 6) as date), 900 + draw('filed time', key, 240)) as submitted_at
    from keyed where hits('travel', key, 140)
)
select row_number() over (order by month_on, key)::integer as report_no, *, submitted_at - interval 50 minute as created_at,
    submitted_at + interval 1 minute * (1200 + draw('expense decided', key, 2400)) as decided_at
from filed where submitted_at - interval 50 minute <= timestamp '{ends_at}';
insert into psa.expense_report
select report.report_no, 'Expenses ' || strftime(month_on, '%Y-%m') || ' ' || worker.worker_code, report.worker_no, report.project_no, worker.currency, project.lead_no,
    report.created_at, seen(report.submitted_at), seen(report.decided_at), null, seen(report.decided_at + interval 10 day), null
from plan.report as report
inner join plan.worker as worker on report.worker_no = worker.worker_no
inner join plan.project as project on report.project_no = project.project_no;
create table plan.expense as
with items as (
    select report.*, item, report.key * 10 + item as item_key, cast(report.month_on + draw('spent', report.key * 10 + item, 24) as date) as incurred_on
    from plan.report as report, range(1, 6) as items(item) where item <= 1 + draw('items', report.key, 5)
),
spent as (
    select items.*, project.company_no, project.currency as billing_currency, company.currency, company.tax_percent, project.billing_type, worker.hired_on, project.starts_on, project.works_until,
        11 + draw('category', item_key, 5) as category_no, (2000 + draw('amount', item_key, 60000)) * case company.currency when 'INR' then 40 else 1 end as net_cents
    from items
    inner join plan.project as project on items.project_no = project.project_no
    inner join plan.worker as worker on items.worker_no = worker.worker_no
    inner join mdm.company as company on project.company_no = company.company_no
)
select row_number() over (order by report_no, item)::bigint as expense_no, spent.* replace (least(greatest(incurred_on, hired_on, starts_on), works_until) as incurred_on),
    half_up(net_cents * cast(tax_percent as integer), 100) as tax_cents,
    billing_type = 'time_and_materials' and hits('recharged', item_key, 850) as is_billable
from spent;
insert into psa.expense by name
select expense_no, report_no, worker_no as resource_no, project_no, expense.incurred_on, category_no, null as description, money(net_cents + tax_cents) as amount, money(tax_cents) as tax_amount,
    currency, case when is_billable then money(converted(net_cents, spot.rate_e8)) else 0 end as billing_amount, billing_currency, is_billable, true as is_reimbursable, created_at
from plan.expense as expense
inner join plan.spot as spot on expense.incurred_on = spot.on_day and expense.currency = spot.from_currency and expense.billing_currency = spot.to_currency;
insert into erp.expense_trans by name
with runs as (
    select expense.expense_no, expense.worker_no, expense.project_no, expense.company_no, expense.report_no, psa.incurred_on, psa.category_no, psa.currency, psa.billing_currency, psa.is_billable,
        expense.net_cents, expense.tax_cents, cents_of(psa.billing_amount) as sale, next_run(expense.decided_at) as run_at, expense.decided_at
    from plan.expense as expense inner join psa.expense as psa on expense.expense_no = psa.expense_no
    where expense.decided_at <= timestamp '{ends_at}'
),
posted as (
    select runs.*, period.closes_at, case when decided_at < closes_at and run_at >= closes_at then closes_at - interval 15 minute else run_at end as posted_at
    from runs inner join plan.day_period as period on runs.company_no = period.company_no and runs.incurred_on = period.on_day
),
dated as (
    select *, case when posted_at < closes_at then incurred_on else cast(decided_at as date) end as accounting_on from posted where posted_at <= timestamp '{ends_at}'
)
select dated.expense_no as trans_no, dated.company_no, dated.project_no as erp_project_no, dated.worker_no as hcm_worker_no, dated.expense_no, 'integration' as origin,
    'C-' || upper(left(category.code, 3)) as category_code, dated.incurred_on as trans_on, dated.accounting_on, money(net_cents) as amount, money(tax_cents) as tax_amount, dated.currency as cost_currency,
    money(net_cents) as cost_amount_acc, money(sale) as sale_amount, billing_currency as currency, money(converted(sale, spot.rate_e8)) as sale_amount_acc, is_billable,
    'EXP' || lpad(dated.expense_no::varchar, 9, '0') as voucher, false as is_correction, posted_at
from dated
inner join mdm.time_category as category on dated.category_no = category.category_no
inner join plan.spot as spot on dated.incurred_on = spot.on_day and dated.billing_currency = spot.from_currency and dated.currency = spot.to_currency;
