select
    sf_rate_revision(r.rate_revision_no) as "Id",
    'RR-' || lpad(cast(r.rate_revision_no as varchar), 6, '0') as "Name",
    sf_contract(r.contract_no) as "Contract__c",
    r.line_number as "Line_Number__c",
    o.name as "Role__c",
    r.hourly_rate as "Hourly_Rate__c",
    r.currency as "CurrencyIsoCode",
    r.effective_on as "Effective_Date__c",
    upper(r.retro_policy[1]) || r.retro_policy[2:] as "Retro_Policy__c",
    r.created_at as _created_at,
    r.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.rate_revision as r on s.id = r.rate_revision_no
inner join mdm.role as o on r.role_no = o.role_no
