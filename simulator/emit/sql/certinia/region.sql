select
    sf_region(r.region_no) as "Id",
    r.name as "Name",
    f.group_currency as "CurrencyIsoCode",
    r.code as "Region_Code__c",
    sf_region(r.parent_region_no) as "pse__Parent_Region__c",
    false as "Inactive__c",
    r.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.region as r on s.id = r.region_no
cross join mdm.firm as f
