select
    y.code as dataareaid,
    d.dimension as dimension,
    d.source_code as sourcecode,
    d.target_code as targetcode,
    coalesce(d.inactive_at > s.cut, true) or coalesce(d.reactivated_at <= s.cut, false) as isactive,
    d.valid_from as validfrom,
    no_end(case when coalesce(d.inactive_at <= s.cut, true) and coalesce(d.reactivated_at > s.cut, true) then d.valid_to end) as validto,
    d.map_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.dimension_map as d on s.id = d.map_no
left join mdm.company as y on d.company_no = y.company_no
