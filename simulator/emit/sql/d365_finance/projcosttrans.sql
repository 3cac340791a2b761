select
    y.code as dataareaid,
    trans_id('EX', t.trans_no) as transid,
    p.projid as projid,
    t.trans_on as transdate,
    cast(sign(t.amount) as decimal(18, 2)) as qty,
    t.category_code as categoryid,
    case when t.is_billable then 'CHARGE' else 'NOCHARGE' end as linepropertyid,
    t.currency as currencyid,
    t.cost_currency as currencyidcost,
    recid_hcmworker(t.hcm_worker_no) as worker,
    t.amount as totalcostamountcur,
    t.sale_amount as totalsalesamountcur,
    t.voucher as voucherjournal,
    coalesce(sf_expense(t.expense_no), 'Expense journal') as txt,
    trans_id('EX', t.reverses_trans_no) as adjreftransid,
    trans_id('EX', t.adjusts_trans_no) as transidref,
    t.is_correction as iscorrection,
    case when t.reverses_trans_no is not null or t.adjusts_trans_no is not null then 52 when t.origin = 'integration' then 8 else 4 end as transactionorigin,
    recid_ledgerjournaltrans(t.trans_no) as ledgerjournaltrans,
    0 as vendinvoicetrans,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.expense_trans as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
