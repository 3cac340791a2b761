select
    c.number as omoperatingunitnumber,
    2 as omoperatingunittype,
    c.cost_center_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.cost_center as c on s.id = c.cost_center_no
