select
    y.code as dataareaid,
    o.purchase_id as purchid,
    v.account_num as orderaccount,
    v.account_num as invoiceaccount,
    o.currency as currencycode,
    case
        when bool_and(coalesce(l.cancelled_at <= s.cut, false)) then 4
        when bool_and(coalesce(l.invoiced_at <= s.cut, false)) then 3
        when bool_and(coalesce(l.received_at <= s.cut, false)) then 2
        else 1
    end as purchstatus,
    o.purchase_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join purchase as o on s.id = o.purchase_no
inner join erp.purchase_line as l on o.company_no = l.company_no and o.purchase_id = l.purchase_id and l.created_at <= s.cut
inner join mdm.company as y on o.company_no = y.company_no
inner join erp.vendor as v on o.vendor_no = v.vendor_no
group by all
