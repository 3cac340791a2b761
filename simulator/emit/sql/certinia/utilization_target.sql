select
    sf_utilization_target(u.target_no) as "Id",
    'UT-' || lpad(cast(u.target_no as varchar), 6, '0') as "Name",
    sf_contact(u.resource_no) as "Resource__c",
    o.name as "Role__c",
    u.target_percent as "Target__c",
    u.starts_on as "Start_Date__c",
    u.ends_on as "End_Date__c",
    u.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.utilization_target as u on s.id = u.target_no
inner join mdm.role as o on u.role_no = o.role_no
