select
    y.code as dataareaid,
    v.account_num as accountnum,
    coalesce(recid_dirpartytable(40000000000 + w.hcm_worker_no), recid_dirpartytable(50000000000 + v.vendor_no)) as party,
    'SUB' as vendgroup,
    v.currency as currency,
    v.vendor_no as _no,
    v.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.vendor as v on s.id = v.vendor_no
inner join mdm.company as y on v.company_no = y.company_no
left join person as w on v.personnel_number = w.personnel_number
