select
    p.name as name,
    'P' || lpad(cast(p.party_no as varchar), 12, '0') as partynumber,
    case when p.country is null then 0 else recid_logisticslocation(p.party_no) end as primaryaddresslocation,
    p.party_no as _no,
    p.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join party as p on s.id = p.party_no
