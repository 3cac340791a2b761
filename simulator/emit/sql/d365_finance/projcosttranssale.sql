select
    y.code as dataareaid,
    trans_id('EX', t.trans_no) as transid,
    recid_projfundingsource(p.project_contract_no) as fundingsource,
    trans_status(s.cut, t.adjusted_at, t.proposed_at, t.invoiced_at, t.credited_at, t.rebilled_at) as transstatus,
    t.sale_amount as lineamount,
    t.sale_amount_acc as ledgersalesamount,
    t.accounting_on as ledgertransdate,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.expense_trans as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
