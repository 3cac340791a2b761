select
    sf_schedule(c.schedule_no) as "Id",
    'SCH-' || lpad(cast(c.schedule_no as varchar), 6, '0') as "Name",
    c.starts_on as "pse__Start_Date__c",
    c.ends_on as "pse__End_Date__c",
    hours(c.sun_seconds) as "pse__Sunday_Hours__c",
    hours(c.mon_seconds) as "pse__Monday_Hours__c",
    hours(c.tue_seconds) as "pse__Tuesday_Hours__c",
    hours(c.wed_seconds) as "pse__Wednesday_Hours__c",
    hours(c.thu_seconds) as "pse__Thursday_Hours__c",
    hours(c.fri_seconds) as "pse__Friday_Hours__c",
    hours(c.sat_seconds) as "pse__Saturday_Hours__c",
    c.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.schedule as c on s.id = c.schedule_no
