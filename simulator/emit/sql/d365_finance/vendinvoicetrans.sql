select
    y.code as dataareaid,
    'VI' || lpad(cast(b.bill_no as varchar), 8, '0') as internalinvoiceid,
    l.bill_number as invoiceid,
    l.posted_on as invoicedate,
    o.purchase_id as origpurchid,
    o.line_number as purchaselinelinenumber,
    w.name as name,
    hours(l.seconds) as qty,
    'hr' as purchunit,
    l.amount as lineamount,
    l.currency as currencycode,
    l.bill_line_no as _no,
    l.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.vendor_bill_line as l on s.id = l.bill_line_no
inner join mdm.company as y on l.company_no = y.company_no
inner join bill as b on l.company_no = b.company_no and l.bill_number = b.bill_number and l.vendor_no = b.vendor_no
inner join erp.purchase_line as o on l.purchase_line_no = o.purchase_line_no
inner join erp.hcm_worker as w on l.hcm_worker_no = w.hcm_worker_no
