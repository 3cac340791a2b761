select
    y.code as dataareaid,
    trans_id('HR', t.trans_no) as transid,
    p.projid as projid,
    t.task_code as activitynumber,
    t.trans_on as transdate,
    hours(t.seconds) as qty,
    t.category_code as categoryid,
    case when t.is_billable then 'CHARGE' else 'NOCHARGE' end as linepropertyid,
    t.currency as currencyid,
    recid_hcmworker(t.hcm_worker_no) as worker,
    recid_companyinfo(t.worker_company_no) as workerlegalentity,
    t.cost_amount as totalcostamountcur,
    t.sale_amount as totalsalesamountcur,
    t.voucher as voucherjournal,
    coalesce(sf_timecard(t.split_no) || ':' || weekday_key(t.weekday), 'Hour journal') as txt,
    trans_id('HR', t.reverses_trans_no) as adjreftransid,
    trans_id('HR', t.adjusts_trans_no) as transidref,
    t.is_correction as iscorrection,
    case when t.reverses_trans_no is not null or t.adjusts_trans_no is not null then 52 when t.origin = 'integration' then 60 else 1 end as transactionorigin,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.hour_trans as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
