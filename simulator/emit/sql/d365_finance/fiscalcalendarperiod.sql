select
    recid_fiscalcalendar(p.calendar_no) as fiscalcalendar,
    recid_fiscalcalendaryear(10000 * p.calendar_no + p.fiscal_year) as fiscalcalendaryear,
    p.name as name,
    p.starts_on as startdate,
    p.ends_on as enddate,
    p.type as type,
    p.record_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join calendar_period as p on s.id = p.record_no
