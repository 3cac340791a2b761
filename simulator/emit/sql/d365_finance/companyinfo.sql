select
    y.code as dataarea,
    y.tax_number as vatnum,
    false as isconsolidationcompany,
    false as iseliminationcompany,
    y.company_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join mdm.company as y on s.id = y.company_no
