select
    y.code as dataareaid,
    trans_id('OA', t.trans_no) as transid,
    p.projid as projid,
    t.due_on as transdate,
    t.currency as currencyid,
    t.milestone_code as description,
    t.amount as totalsalesamountcur,
    cast(1 as decimal(18, 2)) as qty,
    coalesce(t.ready_at <= s.cut, false) as ismilestonecomplete,
    t.kind <> 'milestone' as psaisonaccount,
    23 as transactionorigin,
    t.contract_line_code as psacontractlinenum,
    t.sequence as sequence,
    t.version as version,
    no_day(case when t.cancelled_at <= s.cut then cast(t.cancelled_at as date) end) as canceleddate,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.on_account as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
