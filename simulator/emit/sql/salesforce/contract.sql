select
    sf_contract(c.contract_no) as "Id",
    sf_account(c.account_no) as "AccountId",
    c.contract_number as "ContractNumber",
    c.name as "Name",
    case
        when c.activated_at is null or c.activated_at > s.cut then 'Draft'
        when c.cancelled_at <= s.cut then 'Cancelled'
        when c.expired_at <= s.cut then 'Expired'
        else 'Activated'
    end as "Status",
    case
        when c.activated_at is null or c.activated_at > s.cut then 'Draft'
        when c.cancelled_at <= s.cut then 'Cancelled'
        when c.expired_at <= s.cut then 'Expired'
        else 'Activated'
    end as "StatusCode",
    c.starts_on as "StartDate",
    c.ends_on as "EndDate",
    c.term_months as "ContractTerm",
    case when c.activated_at <= s.cut then c.signed_on end as "CompanySignedDate",
    case when c.activated_at <= s.cut then c.signed_on end as "CustomerSignedDate",
    case when c.activated_at <= s.cut then c.activated_at end as "ActivatedDate",
    y.code as "ERP_Company__c",
    sf_user(c.owner_user_no) as "OwnerId",
    c.currency as "CurrencyIsoCode",
    c.created_at as _created_at,
    c.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.contract as c on s.id = c.contract_no
inner join mdm.company as y on c.company_no = y.company_no
