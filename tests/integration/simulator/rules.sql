-- Rules of the firm. Each statement returns the records that break it; in a firm without breaks none does.
-- Windows: time and expenses 2 business days after approval, won to project 5, milestone to invoice 5 business days.

-- every approved day of time is posted once, with its seconds, cost and value
with days as (
    select header.header_no, header.resource_no, header.project_no, header.approved_at, header.bill_rate, header.cost_rate, split.split_no, day_no, split.starts_on,
        header.week_starts_on + cast(day_no - 1 as integer) as on_day, header.rate_changed_at,
        [split.mon_seconds, split.tue_seconds, split.wed_seconds, split.thu_seconds, split.fri_seconds, split.sat_seconds, split.sun_seconds][day_no] as seconds
    from psa.timecard_split as split inner join psa.timecard_header as header on split.header_no = header.header_no, range(1, 8) as days(day_no)
),
posted as (
    select split_no, weekday, sum(seconds) as seconds, sum(cost_amount) as cost, sum(sale_amount) as sale, count(*) filter (adjusted_at is null and reverses_trans_no is null) as live,
        any_value(hcm_worker_no) as worker_no, any_value(erp_project_no) as project_no, min(trans_on) as trans_on
    from erp.hour_trans group by split_no, weekday
)
select days.split_no, days.day_no from days full join posted on days.split_no = posted.split_no and days.day_no = posted.weekday
where (days.seconds > 0 and days.approved_at < (select ends_at - interval 4 day from mdm.firm)
        and (posted.live is distinct from 1 or posted.seconds <> days.seconds or posted.worker_no <> days.resource_no or posted.project_no <> days.project_no or posted.trans_on <> days.on_day
            or (abs(posted.sale - days.seconds * days.bill_rate / 3600) > 0.0051 and coalesce(days.rate_changed_at, timestamp '2000-01-01') < (select ends_at - interval 1 day from mdm.firm))
            or abs(posted.cost - days.seconds * days.cost_rate / 3600) > 0.0051))
    or (posted.live > 0 and days.approved_at is null);

-- nothing is posted before it is approved, nor into a period that was closed
select trans_no from erp.hour_trans as hour
inner join psa.timecard_split as split on hour.split_no = split.split_no inner join psa.timecard_header as header on split.header_no = header.header_no
inner join erp.fiscal_period as period on hour.company_no = period.company_no and hour.accounting_on between period.starts_on and period.ends_on
where hour.posted_at < header.approved_at or hour.posted_at >= period.hard_closed_at
    or (hour.accounting_on > hour.posted_at) or (hour.accounting_on < hour.trans_on);

-- time is accounted in the period of the work if it was approved before the close
select trans_no from erp.hour_trans as hour
inner join psa.timecard_split as split on hour.split_no = split.split_no inner join psa.timecard_header as header on split.header_no = header.header_no
inner join erp.fiscal_period as worked on hour.company_no = worked.company_no and hour.trans_on between worked.starts_on and worked.ends_on
where header.approved_at < coalesce(worked.hard_closed_at, timestamp '2999-01-01') and hour.accounting_on not between worked.starts_on and worked.ends_on and hour.accounting_on <> hour.trans_on;

-- a split lies in one month and its header is the sum of its splits
select header.header_no from psa.timecard_header as header
inner join (select header_no, sum(mon_seconds) as a, sum(tue_seconds) as b, sum(wed_seconds) as c, sum(thu_seconds) as d, sum(fri_seconds) as e, sum(sat_seconds) as f, sum(sun_seconds) as g, sum(total_seconds) as total,
    bool_and(date_trunc('month', starts_on) = date_trunc('month', ends_on)) as is_whole from psa.timecard_split group by header_no) as splits on header.header_no = splits.header_no
where (mon_seconds, tue_seconds, wed_seconds, thu_seconds, fri_seconds, sat_seconds, sun_seconds) <> (a, b, c, d, e, f, g) or not is_whole or total <> a + b + c + d + e + f + g;

-- every header has a split, and seconds that two decimals of an hour can write
select header_no from psa.timecard_header where header_no not in (select header_no from psa.timecard_split)
union all select split_no from psa.timecard_split where total_seconds % 36 <> 0 or total_seconds <= 0;

-- nobody books before hire, after exit, on a public holiday or on full-day leave (absence projects apart)
with days as (
    select split.split_no, split.resource_no, project.project_type, header.week_starts_on + cast(day_no - 1 as integer) as on_day
    from psa.timecard_split as split inner join psa.timecard_header as header on split.header_no = header.header_no inner join psa.project as project on header.project_no = project.project_no, range(1, 8) as days(day_no)
    where [split.mon_seconds, split.tue_seconds, split.wed_seconds, split.thu_seconds, split.fri_seconds, split.sat_seconds, split.sun_seconds][day_no] > 0
)
select days.split_no, days.on_day from days inner join psa.resource as resource on days.resource_no = resource.resource_no
where days.on_day < resource.starts_on or days.on_day > resource.ends_on
    or exists (select 1 from hr.holiday where holiday.location_no = resource.location_no and holiday.holiday_on = days.on_day)
    or (days.project_type <> 'absence' and exists (select 1 from hr.time_off where time_off.worker_no = resource.worker_no and days.on_day between time_off.starts_on and time_off.ends_on and approved_at is not null and cancelled_at is null))
    or (days.project_type <> 'absence' and exists (select 1 from hr.leave where leave.worker_no = resource.worker_no and days.on_day between leave.starts_on and leave.ends_on));

-- a week that ended ten days ago is complete: logged time is at least what pattern, holidays and absences leave
with expected as (
    select worker.worker_no, date_trunc('week', day.on_day) as week_on,
        sum([mon_seconds, tue_seconds, wed_seconds, thu_seconds, fri_seconds, sat_seconds, sun_seconds][isodow(day.on_day)]) as seconds
    from hr.worker as worker inner join hr.position as position on worker.worker_no = position.worker_no
    inner join (select cast(on_day as date) as on_day from mdm.firm, range(starts_on::timestamp, ends_on::timestamp, interval 1 day) as days(on_day)) as day
        on day.on_day between position.starts_on and coalesce(position.ends_on, date '2999-01-01') and day.on_day between worker.hired_on and coalesce(worker.last_day_on, date '2999-01-01')
    where not worker.is_exempt_from_timesheets and worker.worker_type = 'employee'
        and not exists (select 1 from hr.holiday where holiday.location_no = worker.location_no and holiday.holiday_on = day.on_day)
        and not exists (select 1 from hr.time_off where time_off.worker_no = worker.worker_no and day.on_day between time_off.starts_on and time_off.ends_on and approved_at is not null and cancelled_at is null)
        and not exists (select 1 from hr.leave where leave.worker_no = worker.worker_no and day.on_day between leave.starts_on and leave.ends_on)
    group by all
),
logged as (
    select resource_no, week_starts_on, sum(mon_seconds + tue_seconds + wed_seconds + thu_seconds + fri_seconds + sat_seconds + sun_seconds) as seconds
    from psa.timecard_header where submitted_at is not null group by all
)
select expected.worker_no, expected.week_on from expected left join logged on expected.worker_no = logged.resource_no and expected.week_on = logged.week_starts_on
where coalesce(logged.seconds, 0) < expected.seconds and expected.week_on + interval 16 day < (select ends_on from mdm.firm);

-- every employee who works for clients is a resource with the same role, company and code; every internal resource is a worker
select worker.worker_no from hr.worker as worker left join psa.resource as resource on worker.worker_no = resource.worker_no
left join hr.position as position on worker.worker_no = position.worker_no and (select ends_on from mdm.firm) between position.starts_on and coalesce(position.ends_on, date '2999-01-01')
where not is_exempt_from_timesheets and (resource.worker_code is distinct from worker.worker_code or resource.company_no <> worker.company_no or resource.role_no <> position.role_no or resource.ends_on is distinct from worker.last_day_on)
union all select resource_no from psa.resource where worker_no is null and not is_external;

-- the PSA's calendar shows the HR pattern
select position.worker_no, position.starts_on from hr.position as position
inner join psa.resource as resource on position.worker_no = resource.worker_no
left join psa.resource_calendar as assigned on assigned.resource_no = resource.resource_no and position.starts_on between assigned.starts_on and coalesce(assigned.ends_on, date '2999-01-01')
left join psa.work_calendar as calendar on assigned.work_calendar_no = calendar.work_calendar_no
where (position.mon_seconds, position.tue_seconds, position.wed_seconds, position.thu_seconds, position.fri_seconds) is distinct from (calendar.mon_seconds, calendar.tue_seconds, calendar.wed_seconds, calendar.thu_seconds, calendar.fri_seconds)
    or calendar.location_no <> position.location_no;

-- job history has no gap and no overlap
select worker_no, starts_on from (select worker_no, starts_on, ends_on, lead(starts_on) over (partition by worker_no order by starts_on) as next_on from hr.position)
where next_on is not null and (ends_on is null or ends_on <> next_on - 1);

-- a won deal has a contract, a project per line within five business days, and the ERP follows
select opportunity.opportunity_no from crm.opportunity as opportunity
left join crm.contract as contract on opportunity.contract_no = contract.contract_no
where is_won and (contract.contract_no is null or contract.opportunity_no <> opportunity.opportunity_no or contract.account_no <> opportunity.account_no);

select item.contract_no, item.line_number from crm.order_item as item
left join psa.project as project on item.contract_no = project.contract_no and item.line_number = project.contract_line_number
left join erp.project as erp_project on project.project_no = erp_project.project_no
left join erp.project_contract as terms on erp_project.project_contract_no = terms.project_contract_no
where item.version = 1 and item.activated_at < (select ends_at - interval 9 day from mdm.firm)
    and (project.activated_at is null or project.activated_at > item.activated_at + interval 7 day or erp_project.created_at is null or terms.line_number <> item.line_number
        or project.billing_type <> item.billing_type or erp_project.billing_type <> item.billing_type or project.currency <> item.currency or erp_project.currency <> item.currency
        or project.ends_on <> item.ends_on or erp_project.ends_on <> item.ends_on);

-- price of the live version is the same in CRM, PSA and ERP; orders are the sum of their items
select item.order_item_no from crm.order_item as item
inner join psa.project as project on item.contract_no = project.contract_no and item.line_number = project.contract_line_number
inner join erp.project_contract as terms on item.contract_no = terms.contract_no and item.line_number = terms.line_number
where item.superseded_at is null and (project.budget_amount <> item.price or terms.total_amount <> item.price)
union all
select orders.order_no from crm.order as orders inner join crm.order_item as item on orders.order_no = item.order_no group by orders.order_no, total_amount having sum(item.price) <> total_amount
union all
select project.project_no from psa.project as project left join psa.budget as budget on project.project_no = budget.project_no where project.project_type = 'client' group by project.project_no, budget_amount having sum(budget.amount) is distinct from budget_amount;

-- clients of won deals are customers; numbers agree
select account.account_no from crm.account as account inner join crm.opportunity as opportunity on account.account_no = opportunity.account_no and is_won
left join erp.customer as customer on customer.account_num = account.account_number
where opportunity.closed_at < (select ends_at - interval 3 day from mdm.firm) and (customer.customer_no is null or customer.account_no <> account.account_no or customer.currency <> account.currency or customer.country <> account.country or customer.tax_number <> account.tax_number
    or customer.parent_customer_no is distinct from account.parent_account_no);

-- work lies inside contract and project dates, after activation
select header.header_no from psa.timecard_header as header inner join psa.project as project on header.project_no = project.project_no
where project.project_type = 'client' and (header.week_starts_on < project.starts_on or header.week_starts_on < cast(project.activated_at as date) or header.week_starts_on + 4 > project.ends_on or header.approved_at > project.closed_at);

-- bill rates are the contract's for role and date
select header.header_no from psa.timecard_header as header
inner join psa.project as project on header.project_no = project.project_no and project.billing_type = 'time_and_materials'
left join crm.rate_revision as revision on project.contract_no = revision.contract_no and project.contract_line_number = revision.line_number and header.role_no = revision.role_no
    and header.week_starts_on between revision.effective_on and revision.ends_on
left join psa.assignment as assignment on header.assignment_no = assignment.assignment_no
where revision.hourly_rate is distinct from header.bill_rate or assignment.bill_rate is distinct from header.bill_rate or assignment.role_no <> header.role_no or header.week_starts_on not between assignment.starts_on and assignment.ends_on;

-- cost rates are HR's
select header.header_no from psa.timecard_header as header inner join psa.resource as resource on header.resource_no = resource.resource_no
inner join hr.pay as pay on resource.worker_no = pay.worker_no and greatest(header.week_starts_on, resource.starts_on) between pay.starts_on and coalesce(pay.ends_on, date '2999-01-01')
where pay.hourly_cost <> header.cost_rate or pay.currency <> header.cost_currency;

-- approved billable time by the hour is billed by the run after it was posted, once, at its value
with live as (
    select hour.trans_no, hour.erp_project_no, hour.sale_amount, hour.seconds, hour.posted_at, hour.trans_on from erp.hour_trans as hour
    inner join erp.project as project on hour.erp_project_no = project.erp_project_no and project.billing_type = 'time_and_materials'
    where adjusted_at is null and reverses_trans_no is null and sale_amount <> 0
),
billed as (
    select hour_trans_no, sum(amount) as amount, sum(seconds) as seconds from erp.invoice_line where hour_trans_no is not null group by hour_trans_no
)
select live.trans_no from live full join billed on live.trans_no = billed.hour_trans_no
where live.trans_no is null or (billed.hour_trans_no is not null and (billed.amount <> live.sale_amount or billed.seconds <> live.seconds))
    or (billed.hour_trans_no is null and date_trunc('month', greatest(live.posted_at, live.trans_on)) + interval 42 day < (select ends_on from mdm.firm));

-- accepted milestones are on an invoice within five business days, not before
select milestone.milestone_no from psa.milestone as milestone
left join erp.on_account as plan on milestone.milestone_no = plan.milestone_no
left join erp.invoice as invoice on plan.invoice_no = invoice.invoice_no
where plan.amount is distinct from milestone.amount or plan.due_on <> milestone.due_on or invoice.posted_at < milestone.accepted_at
    or (milestone.accepted_at < (select ends_at - interval 8 day from mdm.firm) and (invoice.posted_at is null or invoice.posted_at > milestone.accepted_at + interval 8 day))
    or (invoice.posted_at is not null and milestone.accepted_at is null);

-- the billing plan adds up to the price
select terms.contract_no, terms.line_number from erp.project_contract as terms inner join erp.on_account as plan on terms.project_contract_no = plan.project_contract_no
group by terms.contract_no, terms.line_number, terms.total_amount having sum(plan.amount) <> terms.total_amount;

-- an invoice is its lines and their tax, in every currency; its proposal, tax and PSA event say the same
select invoice.invoice_no from erp.invoice as invoice
left join (select invoice_no, sum(amount) as net, sum(tax_amount) as tax from erp.invoice_line group by invoice_no) as lines on invoice.invoice_no = lines.invoice_no
left join (select invoice_no, sum(base_amount) as base, sum(tax_amount) as tax from erp.tax_trans group by invoice_no) as taxes on invoice.invoice_no = taxes.invoice_no
left join erp.proposal as proposal on invoice.proposal_no = proposal.proposal_no
left join psa.billing_event as event on event.billing_event_no = invoice.invoice_no
where untaxed_amount + invoice.tax_amount <> total_amount or untaxed_amount_acc + tax_amount_acc <> total_amount_acc or lines.net is distinct from untaxed_amount or lines.tax is distinct from invoice.tax_amount or taxes.base is distinct from untaxed_amount
    or taxes.tax is distinct from invoice.tax_amount or proposal.amount is distinct from untaxed_amount or (invoice.kind = 'invoice' and rebills_invoice_no is null and event.amount is distinct from untaxed_amount);

-- the PSA's billing items add up to their event
select event.billing_event_no from psa.billing_event as event left join psa.billing_event_item as item on event.billing_event_no = item.billing_event_no group by event.billing_event_no, event.amount having sum(item.amount) is distinct from event.amount;

-- what the PSA calls billed stands on that invoice, and back
select split.split_no from psa.timecard_split as split
left join (select hour.split_no, min(invoice.invoice_number) filter (invoice.rebills_invoice_no is null and invoice.kind = 'invoice') as first_number, min(invoice.invoice_number) filter (invoice.rebills_invoice_no is not null) as rebill_number, max(invoice.posted_at) as posted_at
    from erp.invoice_line as line inner join erp.hour_trans as hour on line.hour_trans_no = hour.trans_no inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no group by hour.split_no) as billed on split.split_no = billed.split_no
where coalesce(billed.posted_at, timestamp '2000-01-01') < (select ends_at - interval 2 day from mdm.firm) and (split.invoice_number is distinct from billed.first_number or split.rebill_invoice_number is distinct from billed.rebill_number);

-- clients' credit notes cancel what they credit, line by line, and the rebill says the same again
select credit.invoice_no from erp.invoice as credit inner join erp.invoice as original on credit.credits_invoice_no = original.invoice_no
left join erp.invoice as rebill on rebill.rebills_invoice_no = original.invoice_no
where credit.total_amount + original.total_amount <> 0 or credit.total_amount_acc + original.total_amount_acc <> 0 or rebill.total_amount is distinct from original.total_amount or credit.customer_no <> original.customer_no
    or exists (select 1 from erp.invoice_line as line inner join erp.invoice_line as first_line on line.credits_invoice_line_no = first_line.invoice_line_no where line.invoice_no = credit.invoice_no and line.amount + first_line.amount <> 0);

-- expenses: posted once with their amounts, billed when billable
select expense.expense_no from psa.expense as expense inner join psa.expense_report as report on expense.report_no = report.report_no
left join erp.expense_trans as trans on expense.expense_no = trans.expense_no
where (report.approved_at < (select ends_at - interval 4 day from mdm.firm) and trans.trans_no is null) or (trans.trans_no is not null and report.approved_at is null) or trans.amount + trans.tax_amount <> expense.amount or trans.tax_amount <> expense.tax_amount
    or trans.sale_amount <> expense.billing_amount or trans.is_billable <> expense.is_billable
    or (expense.is_billable and trans.posted_at + interval 45 day < (select ends_at from mdm.firm) and expense.invoice_number is null);

-- nobody is billed beyond the cap
select item.order_item_no from crm.order_item as item
inner join erp.project_contract as terms on item.contract_no = terms.contract_no and item.line_number = terms.line_number
inner join erp.invoice_line as line on terms.project_contract_no = line.erp_project_no and line.line_kind = 'time'
where item.superseded_at is null and item.cap is not null group by item.order_item_no, item.cap having sum(line.amount) > item.cap;

-- journals balance by voucher in the accounting currency, and lie in their period
select entry.entry_no from erp.journal_entry as entry inner join erp.journal_line as line on entry.entry_no = line.entry_no
inner join erp.fiscal_period as period on entry.period_no = period.period_no
group by entry.entry_no, entry.accounting_on, period.starts_on, period.ends_on having sum(line.amount_acc) <> 0 or entry.accounting_on not between period.starts_on and period.ends_on;

-- nothing is posted into a period after its hard close
select entry.entry_no from erp.journal_entry as entry inner join erp.fiscal_period as period on entry.period_no = period.period_no where entry.posted_at >= period.hard_closed_at;

-- every voucher of a document is in the ledger
select voucher from (select company_no, voucher from erp.hour_trans where cost_amount_acc <> 0 union select company_no, voucher from erp.expense_trans union select company_no, voucher from erp.invoice union select company_no, voucher from erp.revenue_trans
    union select company_no, voucher from erp.vendor_bill_line union select company_no, voucher from erp.cust_trans) as documents
where (company_no, voucher) not in (select (company_no, voucher) from erp.journal_entry);

-- receivables: open items equal the control account, by company
with items as (
    select company_no, sum(case when kind <> 'payment' then amount_acc - settled_amount_acc else 0 end) as amount from erp.cust_trans group by company_no
),
ledger as (
    select company_no, sum(amount_acc) as amount from erp.journal_line where account = '1200' group by company_no
)
select * from items full join ledger using (company_no) where items.amount is distinct from ledger.amount;

-- settlements: an invoice is settled by what was applied to it
select trans.cust_trans_no from erp.cust_trans as trans left join (select cust_trans_no, sum(amount) as amount, sum(amount_acc) as amount_acc from erp.settlement group by cust_trans_no) as applied on trans.cust_trans_no = applied.cust_trans_no
where trans.kind = 'invoice' and (coalesce(applied.amount, 0) <> trans.settled_amount or coalesce(applied.amount_acc, 0) <> trans.settled_amount_acc or trans.settled_amount > trans.amount or (trans.closed_on is not null) <> (trans.settled_amount = trans.amount));

-- unbilled work by the hour equals its control account at the end of every closed period, in the accounting currency
with closed as (
    select company_no, ends_on from erp.fiscal_period where hard_closed_at is not null
),
work as (
    select closed.company_no, closed.ends_on, sum(trans.sale_amount_acc) as amount from closed
    inner join (
        select hour.company_no, accounting_on, sale_amount_acc from erp.hour_trans as hour inner join erp.project as project on hour.erp_project_no = project.erp_project_no and project.billing_type = 'time_and_materials'
        union all select company_no, accounting_on, sale_amount_acc from erp.expense_trans where is_billable
        union all select hour.company_no, invoice.invoiced_on, case invoice.kind when 'invoice' then -sale_amount_acc else sale_amount_acc end from erp.invoice_line as line inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no inner join erp.hour_trans as hour on line.hour_trans_no = hour.trans_no
        union all select expense.company_no, invoice.invoiced_on, case invoice.kind when 'invoice' then -sale_amount_acc else sale_amount_acc end from erp.invoice_line as line inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no inner join erp.expense_trans as expense on line.expense_trans_no = expense.trans_no
    ) as trans on closed.company_no = trans.company_no and trans.accounting_on <= closed.ends_on group by all
),
ledger as (
    select closed.company_no, closed.ends_on, sum(line.amount_acc) as amount from closed
    inner join erp.journal_entry as entry on closed.company_no = entry.company_no and entry.accounting_on <= closed.ends_on
    inner join erp.journal_line as line on entry.entry_no = line.entry_no and line.account in ('1250', '2200')
    inner join erp.project as project on line.erp_project_no = project.erp_project_no and project.billing_type = 'time_and_materials' group by all
)
select * from work full join ledger using (company_no, ends_on) where coalesce(work.amount, 0) <> coalesce(ledger.amount, 0);

-- contract position of each line: billed less earned is deferred less unbilled
with position as (
    select erp_project_no, sum(amount) as amount from (select erp_project_no, untaxed_amount as amount from erp.invoice union all select erp_project_no, -amount from erp.revenue_trans) group by erp_project_no
),
ledger as (
    select erp_project_no, -sum(amount_txn) as amount from erp.journal_line where account in ('1250', '2200') group by erp_project_no
)
select * from position full join ledger using (erp_project_no) where coalesce(position.amount, 0) <> coalesce(ledger.amount, 0);

-- revenue by the hour is the value posted in the period
with closed as (
    select erp_project_no, period.ends_on, sum(sale_amount) as amount from erp.hour_trans as hour
    inner join erp.project as project using (erp_project_no) inner join erp.fiscal_period as period on hour.company_no = period.company_no and hour.accounting_on between period.starts_on and period.ends_on
    where project.billing_type = 'time_and_materials' and period.hard_closed_at is not null group by all having amount <> 0
)
select * from closed full join (select erp_project_no, accounting_on as ends_on, amount as booked from erp.revenue_trans where kind = 'time') using (erp_project_no, ends_on) where amount is distinct from booked;

-- revenue by milestones is what was accepted; straight line is price by days; progress is price by hours or cost over the estimate
with jtd as (
    select revenue.*, item.price, item.revenue_method, item.starts_on, item.ends_on, item.contract_no, item.line_number from erp.revenue_trans as revenue
    inner join erp.project_contract as terms on revenue.erp_project_no = terms.project_contract_no
    inner join crm.order_item as item on terms.contract_no = item.contract_no and terms.line_number = item.line_number
        and item.activated_at < cast(revenue.accounting_on + 1 as timestamp) and (item.superseded_at is null or item.superseded_at >= cast(revenue.accounting_on + 1 as timestamp))
    where revenue.kind not in ('time', 'expense')
),
spent as (
    select jtd.trans_no, sum(hour.seconds) as seconds, sum(hour.cost_amount_acc) as cost from jtd inner join erp.hour_trans as hour on jtd.erp_project_no = hour.erp_project_no and hour.accounting_on <= jtd.accounting_on group by jtd.trans_no
),
expected as (
    select jtd.*, case revenue_method
        when 'straight_line' then round(price * (least(accounting_on, ends_on) - starts_on + 1) / (ends_on - starts_on + 1), 2)
        when 'input_hours' then round(price * spent.seconds / (spent.seconds + estimate.remaining_seconds), 2)
        when 'input_cost' then round(price * (spent.cost / (spent.cost + estimate.remaining_cost_amount)), 2)
        else (select sum(amount) from psa.milestone where milestone.project_no = erp_project_no and accepted_at < cast(accounting_on + 1 as timestamp)) end as should_be
    from jtd left join spent on jtd.trans_no = spent.trans_no
    left join psa.estimate as estimate on jtd.erp_project_no = estimate.project_no and date_trunc('day', estimate.decided_at) = date_trunc('day', jtd.posted_at)
)
select trans_no from expected where should_be is null or abs(jtd_amount - should_be) > 0.01;

-- recognised to date is the sum of what was recognised
select trans_no from (select trans_no, jtd_amount, sum(amount) over (partition by erp_project_no, kind order by accounting_on) as summed from erp.revenue_trans) where jtd_amount <> summed;

-- subcontractors: received and billed what they worked, at their rate; the accrual is empty where all is billed
select line.purchase_line_no from erp.purchase_line as line
left join (select hcm_worker_no, erp_project_no, date_trunc('month', trans_on) as month_on, sum(seconds) as seconds, sum(cost_amount) as cost from erp.hour_trans group by all) as worked
    on line.hcm_worker_no = worked.hcm_worker_no and line.erp_project_no = worked.erp_project_no and line.period_starts_on = worked.month_on
left join erp.vendor_bill_line as bill on bill.purchase_line_no = line.purchase_line_no
where worked.seconds is distinct from line.seconds or worked.cost is distinct from line.amount or line.seconds * line.hourly_rate / 3600 <> line.amount or (bill.bill_line_no is null and line.period_ends_on + 11 < (select ends_on from mdm.firm)) or bill.amount <> line.amount;

select company_no from (select company_no, sum(amount_acc) as amount from erp.journal_line where account = '2150' group by company_no) full join
    (select company_no, -sum(amount) as open_amount from erp.purchase_line where invoiced_at is null group by company_no) using (company_no) where coalesce(amount, 0) <> coalesce(open_amount, 0);

-- between companies what one owes the other is owed
with lent as (select borrower_company_no, sum(cost_amount_acc) as amount from erp.intercompany as charge inner join erp.hour_trans as hour on charge.hour_trans_no = hour.trans_no group by all)
select * from lent full join (select company_no, -sum(amount_acc) as booked from erp.journal_line where account = '2310' group by company_no) as ledger on lent.borrower_company_no = ledger.company_no where amount is distinct from booked;

-- amounts in the accounting currency are at the spot rate of their day
select invoice.invoice_no from erp.invoice as invoice inner join mdm.company as company on invoice.company_no = company.company_no
left join erp.exchange_rate as rate on rate.rate_type = 'spot' and rate.from_currency = invoice.currency and rate.to_currency = company.currency and invoice.invoiced_on between rate.valid_from and rate.valid_to
where invoice.kind = 'invoice' and (case when invoice.currency = company.currency then invoice.exchange_rate <> 1 else rate.rate is distinct from invoice.exchange_rate end or abs(untaxed_amount_acc - untaxed_amount * invoice.exchange_rate) > 0.0051);

-- nothing in the books is younger than the end
select 1 from psa.timecard_header, mdm.firm where greatest(created_at, submitted_at, approved_at) > ends_at
union all select 1 from erp.hour_trans, mdm.firm where posted_at > ends_at union all select 1 from erp.invoice, mdm.firm where posted_at > ends_at
union all select 1 from crm.opportunity_stage, mdm.firm where changed_at > ends_at union all select 1 from erp.journal_entry, mdm.firm where posted_at > ends_at;

-- instants follow one another
select header_no from psa.timecard_header where not (created_at <= submitted_at) or submitted_at > coalesce(rejected_at, first_approved_at, approved_at) or first_approved_at > recalled_at or coalesce(recalled_at, rejected_at) > resubmitted_at or resubmitted_at > approved_at
    or (submitted_at is null and approved_at is not null);

-- forecasts of PSA and ERP agree
select project_no, month_on from psa.forecast full join (select erp_project_no as project_no, month_on, sum(seconds) as erp_seconds, sum(cost_amount) as cost, sum(revenue_amount) as revenue from erp.forecast group by all) using (project_no, month_on)
where seconds is distinct from erp_seconds or cost_amount is distinct from cost or revenue_amount is distinct from revenue;

-- nobody is planned beyond what the calendar leaves
with weeks as (
    select assignment.resource_no, days.week_on, sum([mon_seconds, tue_seconds, wed_seconds, thu_seconds, fri_seconds, sat_seconds, sun_seconds][isodow(days.on_day)]) as seconds
    from psa.schedule as schedule inner join psa.assignment as assignment on schedule.assignment_no = assignment.assignment_no
    inner join (select cast(on_day as date) as on_day, date_trunc('week', on_day) as week_on from mdm.firm, range(starts_on::timestamp, ends_on::timestamp, interval 1 day) as days(on_day)) as days on days.on_day between schedule.starts_on and schedule.ends_on
    group by all
)
select weeks.resource_no, weeks.week_on from weeks where seconds > 40 * 3600;
