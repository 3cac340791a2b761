select
    y.code as dataareaid,
    l.purchase_id as purchid,
    l.line_number as linenumber,
    v.account_num as vendaccount,
    w.name as name,
    hours(l.seconds) as purchqty,
    'hr' as purchunit,
    l.hourly_rate as purchprice,
    l.amount as lineamount,
    l.currency as currencycode,
    l.period_ends_on as deliverydate,
    l.period_starts_on as serviceperiodfrom,
    l.period_ends_on as serviceperiodto,
    p.projid as projid,
    recid_hcmworker(l.hcm_worker_no) as projworker,
    case
        when l.cancelled_at <= s.cut then 4 when l.invoiced_at <= s.cut then 3 when l.received_at <= s.cut then 2 else 1
    end as purchstatus,
    l.purchase_line_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.purchase_line as l on s.id = l.purchase_line_no
inner join mdm.company as y on l.company_no = y.company_no
inner join erp.vendor as v on l.vendor_no = v.vendor_no
inner join erp.hcm_worker as w on l.hcm_worker_no = w.hcm_worker_no
inner join erp.project as p on l.erp_project_no = p.erp_project_no
