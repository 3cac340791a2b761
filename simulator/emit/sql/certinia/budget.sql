select
    sf_budget(b.budget_no) as "Id",
    p.name || ' ' || b.type as "Name",
    b.currency as "CurrencyIsoCode",
    sf_proj(b.project_no) as "pse__Project__c",
    sf_account(p.account_no) as "pse__Account__c",
    sf_opportunity(p.opportunity_no) as "pse__Opportunity__c",
    b.type as "pse__Type__c",
    case when b.status = 'Approved' and b.approved_at > s.cut then 'Open' else b.status end as "pse__Status__c",
    coalesce(b.approved_at <= s.cut, false) as "pse__Approved__c",
    b.amount as "pse__Amount__c",
    hours(b.budget_seconds) as "Budget_Hours__c",
    b.effective_on as "pse__Effective_Date__c",
    b.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.budget as b on s.id = b.budget_no
inner join psa.project as p on b.project_no = p.project_no
