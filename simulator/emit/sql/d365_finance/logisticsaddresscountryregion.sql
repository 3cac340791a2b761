select
    c.iso3 as countryregionid,
    c.iso2 as isocode,
    c.country_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join country as c on s.id = c.country_no
