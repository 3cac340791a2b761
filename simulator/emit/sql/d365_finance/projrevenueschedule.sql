select
    y.code as dataareaid,
    p.projid as projid,
    r.sequence as sequence,
    r.version as version,
    r.due_on as duedate,
    r.amount as amount,
    r.currency as currencycode,
    case when r.cancelled_at <= s.cut then 2 when r.posted_at <= s.cut then 1 else 0 end as status,
    r.schedule_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.revenue_schedule as r on s.id = r.schedule_no
inner join mdm.company as y on r.company_no = y.company_no
inner join erp.project as p on r.erp_project_no = p.erp_project_no
