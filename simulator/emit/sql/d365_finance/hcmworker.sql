select
    w.personnel_number as personnelnumber,
    recid_dirpartytable(40000000000 + w.hcm_worker_no) as person,
    w.hcm_worker_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.hcm_worker as w on s.id = w.hcm_worker_no
