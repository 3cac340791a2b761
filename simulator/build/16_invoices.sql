create table plan.invoice_item as
select document.invoice_no, document.leg, billable.line_kind, billable.trans_no
from plan.billable as billable
inner join plan.document as document on billable.project_no = document.project_no and document.run = 'time' and document.key = billable.project_no * 100000::bigint + (billable.invoiced_on - date '2000-01-01');
insert into erp.invoice_line
with bases as (
    select item.invoice_no, item.leg, 'time' as line_kind, item.trans_no as hour_no, null::bigint as expense_no, null::integer as on_account_no, hour.seconds, card.rate_cents, cents_of(hour.sale_amount) as cents, hour.trans_on, hour.task_code as description
    from plan.invoice_item as item inner join plan.posting as hour on item.trans_no = hour.trans_no
    inner join plan.card as card on hour.split_no // 10 = card.header_no where item.line_kind = 'time'
    union all
    select item.invoice_no, item.leg, 'expense', null, item.trans_no, null, null, null, cents_of(expense.sale_amount), expense.trans_on, expense.category_code
    from plan.invoice_item as item inner join erp.expense_trans as expense on item.trans_no = expense.trans_no where item.line_kind = 'expense'
    union all
    select document.invoice_no, 1, case plan.kind when 'milestone' then 'milestone' else 'on_account' end, null, null, plan.trans_no, null, null, cents_of(plan.amount), document.invoiced_on, coalesce(plan.milestone_code, 'Instalment ' || plan.sequence)
    from plan.document as document inner join erp.on_account as plan on document.on_account_no = plan.trans_no
),
numbered as (
    select bases.*, document.company_no, document.project_no, document.currency, document.tax_code, document.tax_percent, document.key,
        case bases.leg when 2 then -1 else 1 end as factor,
        row_number() over (order by bases.invoice_no, line_kind desc, hour_no, expense_no, bases.on_account_no) as line_no,
        row_number() over (partition by bases.invoice_no order by line_kind desc, hour_no, expense_no, bases.on_account_no) as line_number
    from bases inner join plan.document as document on bases.invoice_no = document.invoice_no
)
select line_no, invoice_no, company_no, line_number::integer, project_no, line_kind, hour_no, expense_no, on_account_no, (factor * seconds)::integer, rate(rate_cents),
    money(factor * cents), case when tax_percent = 0 then 'EXEMPT' else tax_code end, money(factor * half_up(cents * tax_percent, 100)), currency, trans_on, description, null, null
from numbered;
update erp.invoice_line set credits_invoice_line_no = original.invoice_line_no
from plan.trio as trio inner join erp.invoice_line as original on trio.invoice_no = original.invoice_no
where invoice_line.invoice_no = trio.credit_no and invoice_line.line_number = original.line_number;
insert into erp.invoice by name
with sums as (
    select invoice_no, sum(cents_of(amount))::bigint as net, sum(cents_of(tax_amount))::bigint as tax from erp.invoice_line group by invoice_no
),
billed as (
    select document.*, sums.net, sums.tax, spot.rate_e8,
        trio.credited_no
    from plan.document as document
    inner join sums on document.invoice_no = sums.invoice_no
    left join (
        select credit_no as invoice_no, invoice_no as credited_no, invoiced_on from plan.trio where credit_no is not null
        union all select rebill_no, invoice_no, invoiced_on from plan.trio where rebill_no is not null
    ) as trio on document.invoice_no = trio.invoice_no
    inner join plan.spot as spot on coalesce(case when document.leg = 2 then trio.invoiced_on end, document.invoiced_on) = spot.on_day and document.currency = spot.from_currency and document.accounting_currency = spot.to_currency
)
select invoice_no, company_no, invoice_number, invoice_no as proposal_no, project_no as project_contract_no, project_no as erp_project_no, customer_no,
    case leg when 2 then 'credit_note' else 'invoice' end as kind, run, invoiced_on, invoiced_on + payment_days as due_on, money(net) as untaxed_amount, money(tax) as tax_amount, money(net + tax) as total_amount,
    currency, exact_rate(rate_e8) as exchange_rate, money(converted(net, rate_e8)) as untaxed_amount_acc, money(converted(tax, rate_e8)) as tax_amount_acc,
    money(converted(net, rate_e8) + converted(tax, rate_e8)) as total_amount_acc,
    case leg when 2 then 'Credit of ' || invoice_no when 3 then 'Replaces ' || invoice_no end as description, 'INV' || lpad(invoice_no::varchar, 8, '0') as voucher,
    case leg when 2 then credited_no end as credits_invoice_no, case leg when 3 then credited_no end as rebills_invoice_no, posted_at
from billed;
insert into erp.proposal
select invoice_no, company_no, 'PROP-' || lpad(invoice_no::varchar, 7, '0'), project_contract_no, invoiced_on, untaxed_amount, tax_amount, currency, invoice_no, case when kind = 'invoice' and rebills_invoice_no is null then moment(invoiced_on, 840) else posted_at - interval 5 minute end from erp.invoice;
insert into erp.tax_trans
select row_number() over (order by line.invoice_no, line.tax_code)::integer, line.company_no, line.invoice_no, line.tax_code, company.country, sum(line.amount), sum(line.tax_amount), line.currency, invoice.voucher, invoice.posted_at
from erp.invoice_line as line inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no inner join mdm.company as company on line.company_no = company.company_no
group by line.company_no, line.invoice_no, line.tax_code, company.country, line.currency, invoice.voucher, invoice.posted_at;
insert into erp.hour_trans by name
select posting.*, trio.invoice_no, moment(trio.invoiced_on, 840) as proposed_at, case when trio.invoice_no is not null then trio.first_posted_at end as invoiced_at,
    trio.credited_at, trio.rebill_no as rebill_invoice_no, trio.rebilled_at
from plan.posting as posting
left join (select line.hour_trans_no, trio.* exclude (posted_at), trio.posted_at as first_posted_at
    from erp.invoice_line as line inner join plan.trio as trio on line.invoice_no = trio.invoice_no where line.line_kind = 'time'
    qualify row_number() over (partition by line.hour_trans_no order by line.invoice_no) = 1) as trio
    on posting.trans_no = trio.hour_trans_no;
update erp.expense_trans set invoice_no = trio.invoice_no, proposed_at = moment(trio.invoiced_on, 840), invoiced_at = trio.posted_at, credited_at = trio.credited_at, rebill_invoice_no = trio.rebill_no, rebilled_at = trio.rebilled_at
from erp.invoice_line as line inner join plan.trio as trio on line.invoice_no = trio.invoice_no
where line.expense_trans_no = expense_trans.trans_no;
update erp.on_account set invoice_no = line.invoice_no from erp.invoice_line as line where line.on_account_trans_no = on_account.trans_no;
-- the PSA's side of billing: an event per invoice, an item per split, expense or milestone; the number comes back with the next run
insert into psa.billing_event
select trio.invoice_no, 'BE-' || lpad(trio.invoice_no::varchar, 7, '0'), trio.project_no, trio.invoiced_on, invoice.untaxed_amount, invoice.currency,
    case when next_run(trio.posted_at) <= timestamp '{ends_at}' then trio.invoice_number end, moment(trio.invoiced_on, 830), moment(trio.invoiced_on, 835), seen(next_run(trio.posted_at)), null, null, null
from plan.trio as trio inner join erp.invoice as invoice on trio.invoice_no = invoice.invoice_no;
create table plan.billed_item as
select line.invoice_no, 'Timecard' as category, hour.split_no as target_no, sum(line.amount) as amount, sum(line.seconds)::bigint as seconds, min(hour.trans_on) as item_on, line.erp_project_no as project_no, line.currency
from erp.invoice_line as line inner join erp.hour_trans as hour on line.hour_trans_no = hour.trans_no
where line.invoice_no in (select invoice_no from plan.trio)
group by line.invoice_no, hour.split_no, line.erp_project_no, line.currency
union all
select line.invoice_no, 'Expense', line.expense_trans_no, line.amount, null, line.trans_on, line.erp_project_no, line.currency from erp.invoice_line as line
where line_kind = 'expense' and line.invoice_no in (select invoice_no from plan.trio)
union all
select line.invoice_no, case plan.kind when 'milestone' then 'Milestone' else 'Budget' end, coalesce(plan.milestone_no, plan.erp_project_no * 10 + plan.version), line.amount, null, line.trans_on, line.erp_project_no, line.currency
from erp.invoice_line as line inner join erp.on_account as plan on line.on_account_trans_no = plan.trans_no;
insert into psa.billing_event_item
select row_number() over (order by item.invoice_no, category desc, target_no), item.invoice_no, item.project_no, category,
    case category when 'Timecard' then target_no end, case category when 'Expense' then target_no end, case category when 'Milestone' then target_no end, case category when 'Budget' then target_no end,
    case when seconds is null then 1 else cast(seconds * 10000 // 3600 as decimal(18, 0)) * 0.0001::decimal(5, 4) end, seconds, null, item.amount, item.currency, item_on, moment(trio.invoiced_on, 830)
from plan.billed_item as item inner join plan.trio as trio on item.invoice_no = trio.invoice_no;
create table plan.written_back as
select item.item_no, item.split_no, item.expense_no, item.milestone_no, trio.* exclude (project_no), next_run(trio.posted_at) as back_at, next_run(trio.rebilled_at) as rebill_back_at
from psa.billing_event_item as item inner join plan.trio as trio on item.billing_event_no = trio.invoice_no;
insert into psa.timecard_split by name
select split_no, header_no, project_no, worker_no as resource_no, week_on + cast(first_day as integer) as starts_on, week_on + cast(last_day as integer) as ends_on,
    s1 as mon_seconds, s2 as tue_seconds, s3 as wed_seconds, s4 as thu_seconds, s5 as fri_seconds, s6 as sat_seconds, s7 as sun_seconds,
    s1 + s2 + s3 + s4 + s5 + s6 + s7 as total_seconds,
    money(value_of(s1, rate_cents) + value_of(s2, rate_cents) + value_of(s3, rate_cents) + value_of(s4, rate_cents) + value_of(s5, rate_cents) + value_of(s6, rate_cents) + value_of(s7, rate_cents)) as bill_amount,
    money(value_of(s1, cost_cents) + value_of(s2, cost_cents) + value_of(s3, cost_cents) + value_of(s4, cost_cents) + value_of(s5, cost_cents) + value_of(s6, cost_cents) + value_of(s7, cost_cents)) as cost_amount,
    created_at,
    b.item_no as billing_event_item_no, moment(b.invoiced_on, 830) as billed_at, case when b.back_at <= timestamp '{ends_at}' then b.invoice_number end as invoice_number,
    case when b.back_at <= timestamp '{ends_at}' then b.invoiced_on end as invoiced_on, seen(b.back_at) as invoiced_at,
    case when b.rebill_back_at <= timestamp '{ends_at}' then b.rebill_number end as rebill_invoice_number, case when b.rebill_back_at <= timestamp '{ends_at}' then b.rebilled_on end as rebill_invoiced_on, seen(b.rebill_back_at) as rebilled_at
from plan.split as split
left join (                            -- the first invoice; a second one is a break
    select * exclude (posted_at) from plan.written_back where split_no is not null qualify row_number() over (partition by split_no order by item_no) = 1
) as b using (split_no);

update psa.expense set billing_event_item_no = b.item_no, billed_at = moment(b.invoiced_on, 830), invoice_number = case when b.back_at <= timestamp '{ends_at}' then b.invoice_number end,
    invoiced_on = case when b.back_at <= timestamp '{ends_at}' then b.invoiced_on end, invoiced_at = seen(b.back_at),
    rebill_invoice_number = case when b.rebill_back_at <= timestamp '{ends_at}' then b.rebill_number end, rebill_invoiced_on = case when b.rebill_back_at <= timestamp '{ends_at}' then b.rebilled_on end, rebilled_at = seen(b.rebill_back_at)
from plan.written_back as b where b.expense_no = expense.expense_no;
update psa.milestone set billing_event_item_no = b.item_no, billed_at = moment(b.invoiced_on, 830), invoice_number = case when b.back_at <= timestamp '{ends_at}' then b.invoice_number end,
    invoiced_on = case when b.back_at <= timestamp '{ends_at}' then b.invoiced_on end, invoiced_at = seen(b.back_at)
from plan.written_back as b where b.milestone_no = milestone.milestone_no;
