select
    l.code as "Location",
    h.holiday_on as "Date",
    h.name as "Name",
    s.cut as _cut
from scope as s
inner join hr.holiday as h on s.id = h.holiday_no
inner join mdm.location as l on h.location_no = l.location_no
