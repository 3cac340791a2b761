select
    recid_logisticslocation(p.party_no) as location,
    coalesce(c.iso3, p.country) as countryregionid,
    null as state,
    p.created_at as validfrom,
    timestamp '2154-12-31 23:59:59' as validto,
    p.party_no as _no,
    p.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join party as p on s.id = p.party_no
left join country as c on p.country = c.iso2
