select
    sf_account(a.account_no) as "Id",
    case when a.merged_at <= s.cut then sf_account(a.merged_into_account_no) end as "MasterRecordId",
    a.name as "Name",
    case
        when a.left_at <= s.cut then 'Former Customer'
        when a.client_since <= s.cut then 'Customer'
        else 'Prospect'
    end as "Type",
    sf_account(a.parent_account_no) as "ParentId",
    case when a.account_number_at <= s.cut then a.account_number end as "AccountNumber",
    a.industry as "Industry",
    a.street as "BillingStreet",
    a.city as "BillingCity",
    a.state as "BillingState",
    a.postal_code as "BillingPostalCode",
    a.country as "BillingCountry",
    a.country as "BillingCountryCode",
    a.website as "Website",
    a.tax_number as "Tax_Number__c",
    sf_user(a.owner_user_no) as "OwnerId",
    a.currency as "CurrencyIsoCode",
    a.created_at as _created_at,
    least(a.merged_at, a.deleted_at) as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.account as a on s.id = a.account_no
