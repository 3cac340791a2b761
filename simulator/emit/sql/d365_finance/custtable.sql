select
    y.code as dataareaid,
    c.account_num as accountnum,
    recid_dirpartytable(30000000000 + c.customer_no) as party,
    'DOM' as custgroup,
    c.currency as currency,
    p.account_num as invoiceaccount,
    case when c.merged_at <= s.cut then m.account_num end as mcrmergedparent,
    case when c.blocked_at <= s.cut then 2 else 0 end as blocked,
    c.tax_number as vatnum,
    null as taxgroup,
    coalesce(k.iso3, c.country) as partycountry,
    c.created_at as createddatetime,
    c.customer_no as _no,
    c.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.customer as c on s.id = c.customer_no
inner join mdm.company as y on c.company_no = y.company_no
left join erp.customer as m on c.merged_into_customer_no = m.customer_no
left join erp.customer as p on c.parent_customer_no = p.customer_no and c.company_no = p.company_no -- accounts of a company know each other only
left join country as k on c.country = k.iso2
