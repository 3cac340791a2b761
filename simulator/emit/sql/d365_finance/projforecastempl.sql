select
    y.code as dataareaid,
    trans_id('FC', t.forecast_no) as transid,
    p.projid as projid,
    'V' || lpad(cast(t.version as varchar), 3, '0') as modelid,
    t.month_on as schedfromdate,
    hours(t.seconds) as qty,
    recid_hcmworker(t.hcm_worker_no) as worker,
    t.currency as currencyid,
    t.cost_amount as totalcostamountcur,
    t.revenue_amount as totalsalesamountcur,
    t.forecast_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.forecast as t on s.id = t.forecast_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
