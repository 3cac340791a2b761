select
    y.code as dataareaid,
    trans_id('RV', t.trans_no) as transid,
    p.projid as projid,
    t.accounting_on as transdate,
    case t.kind
        when 'time' then 'REV-TIME'
        when 'expense' then 'REV-EXP'
        when 'milestone' then 'REV-MS'
        when 'straight_line' then 'REV-SL'
        when 'progress' then 'REV-POC'
        when 'point_in_time' then 'REV-PIT'
        else 'REV-ADJ'
    end as categoryid,
    t.currency as currencyid,
    cast(1 as decimal(18, 2)) as qty,
    t.amount as totalsalesamountcur,
    t.worked_from as smastartdate,
    t.worked_to as smaenddate,
    t.voucher as voucherjournal,
    sf_milestone(t.milestone_no) as txt,
    trans_id('RV', t.reverses_trans_no) as adjreftransid,
    null as transidref,
    t.trans_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.revenue_trans as t on s.id = t.trans_no
inner join mdm.company as y on t.company_no = y.company_no
inner join erp.project as p on t.erp_project_no = p.erp_project_no
