select
    y.code as dataareaid,
    c.contract_id as contractid,
    '1' as fundingsourceid,
    u.account_num as custaccount,
    0 as fundingtype,
    c.project_contract_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.project_contract as c on s.id = c.project_contract_no
inner join mdm.company as y on c.company_no = y.company_no
inner join erp.customer as u on c.customer_no = u.customer_no
