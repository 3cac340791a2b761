select
    a.account as mainaccountid,
    recid_ledgerchartofaccounts(1) as ledgerchartofaccounts,
    a.name as name,
    case a.type when 'Revenue' then 1 when 'Expense' then 2 when 'Asset' then 4 when 'Liability' then 5 when 'Equity' then 6 else 3 end as type,
    c.category_no as accountcategoryref,
    null as currencycode,
    a.account_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join account as a on s.id = a.account_no
inner join account_category as c on a.account_class = c.account_class
