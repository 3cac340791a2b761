select
    y.code as dataareaid,
    c.contract_id as projinvoiceprojid,
    c.name as name,
    c.currency as currencyid,
    cast(c.created_at as date) as psacontractdate,
    c.project_contract_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.project_contract as c on s.id = c.project_contract_no
inner join mdm.company as y on c.company_no = y.company_no
