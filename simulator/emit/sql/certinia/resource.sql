with
calendar as (
    select s.id, s.cut, arg_max(c.work_calendar_no, c.starts_on) as work_calendar_no
    from scope as s
    inner join psa.resource_calendar as c on s.id = c.resource_no
    where c.entered_at <= s.cut and c.starts_on <= cast(s.cut as date)
    group by s.id, s.cut
),

pay as (
    select
        s.id,
        s.cut,
        arg_max(p.hourly_cost, p.starts_on) as hourly_cost,
        arg_max(p.currency, p.starts_on) as currency
    from scope as s
    inner join psa.resource as r on s.id = r.resource_no
    inner join hr.pay as p on r.worker_no = p.worker_no
    where p.entered_at <= s.cut and p.starts_on <= cast(s.cut as date)
    group by s.id, s.cut
)

select
    sf_contact(r.resource_no) as "Id",
    r.name as "Name",
    r.first_name as "FirstName",
    r.last_name as "LastName",
    r.email as "Email",
    coalesce(p.currency, y.currency) as "CurrencyIsoCode",
    true as "pse__Is_Resource__c",
    coalesce(r.ended_at > s.cut, true) as "pse__Is_Resource_Active__c",
    r.is_external as "pse__External_Resource__c",
    sf_user(r.user_no) as "pse__Salesforce_User__c",
    o.name as "pse__Resource_Role__c",
    sf_region(r.region_no) as "pse__Region__c",
    sf_practice(r.practice_no) as "pse__Practice__c",
    sf_work_calendar(c.work_calendar_no) as "pse__Work_Calendar__c",
    p.hourly_cost as "pse__Default_Cost_Rate__c",
    false as "pse__Daily_Default_Cost_Rate__c",
    r.starts_on as "pse__Start_Date__c",
    case when r.ended_at <= s.cut then r.ends_on end as "pse__Last_Date__c",
    case when r.ended_at <= s.cut then 'Terminated' else 'Active' end as "pse__Employment_Status__c",
    case when r.worker_code_changed_at > s.cut then r.worker_code_before else r.worker_code end as "pse__ERP_Worker_Correlation_Id__c",
    y.code as "ERP_Company__c",
    r.created_at as _created_at,
    r.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.resource as r on s.id = r.resource_no
inner join mdm.role as o
    on o.role_no = case when r.role_changed_at > s.cut then coalesce(r.role_no_before, r.role_no) else r.role_no end
inner join mdm.company as y on r.company_no = y.company_no
left join calendar as c on s.id = c.id and s.cut = c.cut
left join pay as p on s.id = p.id and s.cut = p.cut
