with
later as (
    select s.id, s.cut, sum(m.amount) as amount
    from scope as s
    inner join settlement_side as m on s.id = m.cust_trans_no and m.posted_at > s.cut
    group by s.id, s.cut
),

earlier as (
    select s.id, s.cut, max(m.settled_on) as last_on
    from scope as s
    inner join settlement_side as m on s.id = m.cust_trans_no and m.posted_at <= s.cut
    group by s.id, s.cut
)

select
    y.code as dataareaid,
    u.account_num as accountnum,
    c.voucher as voucher,
    c.trans_on as transdate,
    no_day(c.due_on) as duedate,
    case when c.kind <> 'payment' then c.invoice_number end as invoice,
    case when c.kind = 'payment' then 15 else 6 end as transtype,
    c.amount as amountcur,
    c.amount_acc as amountmst,
    c.currency as currencycode,
    c.settled_amount - coalesce(l.amount, 0) as settleamountcur,
    no_day(case when l.amount is null then c.closed_on end) as closed,
    no_day(case when l.amount is null then c.last_settled_on else e.last_on end) as lastsettledate,
    c.kind <> 'payment' as invoiceproject,
    false as prepayment,
    false as cancelledpayment,
    coalesce(c.receipt_number, c.invoice_number) as txt,
    c.cust_trans_no as _no,
    c.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.cust_trans as c on s.id = c.cust_trans_no
inner join mdm.company as y on c.company_no = y.company_no
inner join erp.customer as u on c.customer_no = u.customer_no
left join later as l on s.id = l.id and s.cut = l.cut
left join earlier as e on s.id = e.id and s.cut = e.cut
