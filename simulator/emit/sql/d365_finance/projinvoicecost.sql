select
    y.code as dataareaid,
    i.invoice_number as projinvoiceid,
    i.invoiced_on as invoicedate,
    p.projid as projid,
    trans_id('EX', l.expense_trans_no) as transid,
    l.currency as currencyid,
    cast(sign(l.amount) as decimal(18, 2)) as qty,
    l.amount as lineamount,
    l.tax_amount as taxamount,
    l.description as txt,
    l.line_number as linenumber,
    l.invoice_line_no as _no,
    least(l.deleted_at, i.deleted_at) as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.invoice_line as l on s.id = l.invoice_line_no
inner join erp.invoice as i on l.invoice_no = i.invoice_no
inner join mdm.company as y on l.company_no = y.company_no
inner join erp.project as p on l.erp_project_no = p.erp_project_no
