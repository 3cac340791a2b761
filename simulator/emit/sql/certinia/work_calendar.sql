select
    sf_work_calendar(c.work_calendar_no) as "Id",
    c.name as "Name",
    hours(c.sun_seconds) as "pse__Sunday_Hours__c",
    hours(c.mon_seconds) as "pse__Monday_Hours__c",
    hours(c.tue_seconds) as "pse__Tuesday_Hours__c",
    hours(c.wed_seconds) as "pse__Wednesday_Hours__c",
    hours(c.thu_seconds) as "pse__Thursday_Hours__c",
    hours(c.fri_seconds) as "pse__Friday_Hours__c",
    hours(c.sat_seconds) as "pse__Saturday_Hours__c",
    'Monday' as "pse__Week_Start_Day__c",
    hours(c.mon_seconds) as "pse__Standard_Hours_Per_Day__c",
    c.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.work_calendar as c on s.id = c.work_calendar_no
