select
    sf_project_task(k.task_no) as "Id",
    k.name as "Name",
    k.currency as "CurrencyIsoCode",
    sf_proj(k.project_no) as "pse__Project__c",
    sf_project_task(k.parent_task_no) as "pse__Parent_Task__c",
    k.task_code as "pse__Task_Number__c",
    case when k.closed_at <= s.cut then 'Complete' else 'Started' end as "pse__Status__c",
    true as "pse__Started__c",
    coalesce(k.closed_at <= s.cut, false) as "pse__Completed__c",
    coalesce(k.closed_at <= s.cut, false) as "pse__Closed_for_Time_Entry__c",
    cast(k.starts_on as timestamp) as "pse__Start_Date_Time__c",
    cast(k.ends_on as timestamp) as "pse__End_Date_Time__c",
    hours(k.budget_seconds) as "pse__Estimated_Hours__c",
    k.is_billable as "Billable__c",
    k.created_at as _created_at,
    k.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.task as k on s.id = k.task_no
