select
    sf_rate_card(r.rate_card_no) as "Id",
    'RC-' || cast(r.rate_card_no as varchar) as "Name",
    r.currency as "CurrencyIsoCode",
    o.name as "pse__Role__c",
    sf_account(r.account_no) as "pse__Account__c",
    sf_region(r.region_no) as "pse__Region__c",
    sf_practice(r.practice_no) as "pse__Practice__c",
    r.hourly_rate as "pse__Suggested_Bill_Rate__c",
    r.starts_on as "pse__Start_Date__c",
    r.ends_on as "pse__End_Date__c",
    r.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.rate_card as r on s.id = r.rate_card_no
inner join mdm.role as o on r.role_no = o.role_no
