select
    y.code as dataareaid,
    trans_id('RV', t.trans_no) as transid,
    recid_projfundingsource(p.project_contract_no) as fundingsource,
    2 as transstatus,
    t.amount as lineamount,
    t.amount_acc as ledgersalesamount,
    t.accounting_on as ledgertransdate,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.revenue_trans as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
