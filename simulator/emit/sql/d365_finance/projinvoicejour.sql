select
    y.code as dataareaid,
    i.invoice_number as projinvoiceid,
    i.invoiced_on as invoicedate,
    c.contract_id as projinvoiceprojid,
    o.proposal_id as proposalid,
    u.account_num as invoiceaccount,
    u.account_num as orderaccount,
    i.currency as currencyid,
    cast(i.exchange_rate * 100 as decimal(28, 10)) as exchrate,
    i.total_amount as invoiceamount,
    i.tax_amount as sumtax,
    i.untaxed_amount as salesorderbalance,
    case when i.run in ('milestone', 'instalment', 'retainer') then i.untaxed_amount else 0 end as onaccountamount,
    i.due_on as duedate,
    i.voucher as ledgervoucher,
    i.description as description,
    false as isproforma,
    i.invoice_no as _no,
    i.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.invoice as i on s.id = i.invoice_no
inner join mdm.company as y on i.company_no = y.company_no
inner join erp.customer as u on i.customer_no = u.customer_no
inner join erp.project_contract as c on i.project_contract_no = c.project_contract_no
left join erp.proposal as o on i.proposal_no = o.proposal_no
