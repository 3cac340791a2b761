select
    case t.rate_type when 'spot' then 'Default' else upper(t.rate_type[1]) || t.rate_type[2:] end as name,
    t.type_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join rate_type as t on s.id = t.type_no
