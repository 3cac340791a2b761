select
    sf_assignment(d.record_no) as "Id",
    p.name || ' - ' || r.name as "Name",
    a.currency as "CurrencyIsoCode",
    'A-' || lpad(cast(d.record_no as varchar), 6, '0') as "pse__Assignment_Number__c",
    sf_proj(a.project_no) as "pse__Project__c",
    sf_contact(a.resource_no) as "pse__Resource__c",
    sf_schedule(d.schedule_no) as "pse__Schedule__c",
    o.name as "pse__Role__c",
    case
        when a.cancelled_at <= s.cut then 'Cancelled' when a.closed_at <= s.cut then 'Closed' else 'Scheduled'
    end as "pse__Status__c",
    a.is_billable as "pse__Is_Billable__c",
    a.bill_rate as "pse__Bill_Rate__c",
    a.is_daily_rate as "pse__Daily_Bill_Rate__c",
    a.cost_rate as "pse__Cost_Rate_Amount__c",
    a.cost_currency as "pse__Cost_Rate_Currency_Code__c",
    false as "pse__Daily_Cost_Rate__c",
    coalesce(d.starts_on, a.starts_on) as "pse__Start_Date__c",
    coalesce(d.ends_on, a.ends_on) as "pse__End_Date__c",
    coalesce(least(a.closed_at, a.cancelled_at) <= s.cut, false) as "pse__Closed_for_Time_Entry__c",
    d.created_at as _created_at,
    a.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join assignment_record as d on s.id = d.record_no
inner join psa.assignment as a on d.assignment_no = a.assignment_no
inner join psa.project as p on a.project_no = p.project_no
inner join psa.resource as r on a.resource_no = r.resource_no
inner join mdm.role as o on a.role_no = o.role_no
