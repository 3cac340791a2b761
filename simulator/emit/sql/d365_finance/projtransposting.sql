select
    y.code as dataareaid,
    t.transid as transid,
    p.projid as projid,
    t.projtranstype as projtranstype,
    t.trans_on as projtransdate,
    t.accounting_on as ledgertransdate,
    t.voucher as voucher,
    t.amount_acc as amountmst,
    coalesce(hours(t.seconds), 0) as qty,
    t.costsales as costsales,
    t.postingtype as postingtype,
    t.adjusts as projadjustrefid,
    recid_hcmworker(t.hcm_worker_no) as worker,
    t.category_code as categoryid,
    t.record_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join posting as t on s.id = t.record_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
