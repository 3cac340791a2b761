-- Clients pay on Thursdays, some in two parts, a few not at all; one receipt per client and day.
create table plan.payment as
with invoices as (
    select invoice.*, cents_of(total_amount) as cents, cents_of(total_amount_acc) as cents_acc, company.currency as accounting_currency
    from erp.invoice as invoice inner join mdm.company as company on invoice.company_no = company.company_no
    where kind = 'invoice' and invoice_no not in (select invoice_no from plan.trio where credit_no is not null) and not hits('unpaid', invoice_no, 30)
),
parts as (
    select *, part,
        case when hits('parts', invoice_no, 120) then case part when 1 then cents * 60 // 100 else cents - cents * 60 // 100 end else cents end as paid,
        case when hits('parts', invoice_no, 120) then case part when 1 then cents_acc * 60 // 100 else cents_acc - cents_acc * 60 // 100 end else cents_acc end as carried,
        cast(date_trunc('week', due_on - 8 + draw('pays', invoice_no, 34) + 21 * (part - 1)) as date) + 10 as paid_on
    from invoices, (values (1), (2)) as parts(part)
    where part = 1 or hits('parts', invoice_no, 120)
)
select row_number() over (order by paid_on, customer_no, invoice_no, part)::integer as payment_no, invoice_no, company_no, customer_no, currency, accounting_currency, part, paid, carried, paid_on
from parts where paid <> 0 and moment(paid_on, 1080) <= timestamp '{ends_at}';
create table plan.receipt as
select row_number() over (order by paid_on, customer_no)::integer as receipt_no, payment.company_no, customer_no, payment.currency, paid_on, sum(paid)::bigint as cents,
    converted(sum(paid), any_value(spot.rate_e8)) as cents_acc, any_value(spot.rate_e8) as rate_e8
from plan.payment as payment
inner join plan.spot as spot on payment.paid_on = spot.on_day and payment.currency = spot.from_currency and payment.accounting_currency = spot.to_currency
group by payment.company_no, customer_no, payment.currency, paid_on;
create table plan.applied as           -- receipts and credit notes against invoices
select payment.invoice_no, receipt.receipt_no, null::integer as credit_no, payment.company_no, payment.customer_no, payment.currency, payment.paid, payment.carried, payment.paid_on as settled_on,
    'PAY' || lpad(receipt.receipt_no::varchar, 8, '0') as voucher, moment(payment.paid_on, 1080) as posted_at, payment.part
from plan.payment as payment inner join plan.receipt as receipt on payment.customer_no = receipt.customer_no and payment.paid_on = receipt.paid_on
union all
select trio.invoice_no, null, trio.credit_no, invoice.company_no, invoice.customer_no, invoice.currency, cents_of(invoice.total_amount), cents_of(invoice.total_amount_acc), credit.invoiced_on,
    credit.voucher, credit.posted_at, 1
from plan.trio as trio
inner join erp.invoice as invoice on trio.invoice_no = invoice.invoice_no
inner join erp.invoice as credit on trio.credit_no = credit.invoice_no;
insert into erp.cust_trans by name
with settled as (
    select invoice_no, sum(paid)::bigint as paid, sum(carried)::bigint as carried, max(settled_on) as last_on from plan.applied group by invoice_no
),
credited as (
    select credit_no as invoice_no, sum(paid)::bigint as paid, sum(carried)::bigint as carried, max(settled_on) as last_on from plan.applied where credit_no is not null group by credit_no
),
received as (
    select receipt_no, sum(carried)::bigint as carried from plan.applied where receipt_no is not null group by receipt_no
)
select invoice.invoice_no as cust_trans_no, invoice.company_no, invoice.customer_no, invoice.kind, invoice.invoice_no, invoice.invoice_number, null as receipt_number, invoice.voucher, invoice.invoiced_on as trans_on, invoice.due_on,
    invoice.total_amount as amount, invoice.currency, invoice.total_amount_acc as amount_acc, invoice.exchange_rate,
    money(coalesce(settled.paid, -credited.paid, 0)) as settled_amount, money(coalesce(settled.carried, -credited.carried, 0)) as settled_amount_acc,
    case when abs(cents_of(invoice.total_amount)) = coalesce(settled.paid, credited.paid) then coalesce(settled.last_on, credited.last_on) end as closed_on, coalesce(settled.last_on, credited.last_on) as last_settled_on, invoice.posted_at
from erp.invoice as invoice
left join settled on invoice.invoice_no = settled.invoice_no
left join credited on invoice.invoice_no = credited.invoice_no
union all
select 10000000 + receipt.receipt_no, receipt.company_no, receipt.customer_no, 'payment', null, null, 'R' || lpad(receipt.receipt_no::varchar, 7, '0'), 'PAY' || lpad(receipt.receipt_no::varchar, 8, '0'), paid_on, null,
    money(-cents), receipt.currency, money(-cents_acc), exact_rate(rate_e8), money(-cents), money(-received.carried), paid_on, paid_on, moment(paid_on, 1080)
from plan.receipt as receipt inner join received on receipt.receipt_no = received.receipt_no;
insert into erp.settlement
select row_number() over (order by posted_at, invoice_no, part)::integer, company_no, customer_no, invoice_no, coalesce(credit_no, 10000000 + receipt_no),
    case when credit_no is null then 'payment' else 'credit' end, settled_on, money(paid), money(carried), 0, currency, voucher, posted_at
from plan.applied;
update erp.invoice set settled_at = closed.posted_at
from (select invoice_no, max(posted_at) as posted_at from plan.applied group by invoice_no) as closed, erp.cust_trans as trans
where invoice.invoice_no = closed.invoice_no and trans.invoice_no = invoice.invoice_no and trans.closed_on is not null;
update erp.invoice set settled_at = posted_at where kind = 'credit_note';
