select
    y.code as dataareaid,
    k.slip_number as packingslipid,
    l.purchase_id as origpurchid,
    l.line_number as purchaselinelinenumber,
    k.received_on as deliverydate,
    cast(k.posted_at as date) as accountingdate,
    hours(k.seconds) as qty,
    k.amount as lineamount,
    case when k.currency = y.currency then k.amount end as valuemst,
    k.slip_no as _no,
    k.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.packing_slip as k on s.id = k.slip_no
inner join mdm.company as y on k.company_no = y.company_no
inner join erp.purchase_line as l on k.purchase_line_no = l.purchase_line_no
