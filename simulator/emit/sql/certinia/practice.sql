select
    sf_practice(p.practice_no) as "Id",
    p.name as "Name",
    f.group_currency as "CurrencyIsoCode",
    p.code as "Practice_Code__c",
    sf_practice(p.parent_practice_no) as "pse__Parent_Practice__c",
    false as "Inactive__c",
    p.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.practice as p on s.id = p.practice_no
cross join mdm.firm as f
