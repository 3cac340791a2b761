select
    y.code as dataareaid,
    case when s.id % 2 = 0 then 'CHARGE' else 'NOCHARGE' end as linepropertyid,
    s.id % 2 = 0 as tobeinvoiced,
    s.id as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join mdm.company as y on s.id // 2 = y.company_no
