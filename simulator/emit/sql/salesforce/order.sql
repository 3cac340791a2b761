select
    sf_order(o.order_no) as "Id",
    sf_account(o.account_no) as "AccountId",
    sf_contract(o.contract_no) as "ContractId",
    sf_opportunity(o.opportunity_no) as "OpportunityId",
    o.order_number as "OrderNumber",
    o.type as "Type",
    o.version as "Version__c",
    case when o.activated_at <= s.cut then 'Activated' else 'Draft' end as "Status",
    case when o.activated_at <= s.cut then 'Activated' else 'Draft' end as "StatusCode",
    o.effective_on as "EffectiveDate",
    o.ends_on as "EndDate",
    o.po_number as "PoNumber",
    o.po_on as "PoDate",
    o.total_amount as "TotalAmount",
    false as "IsReductionOrder",
    o.currency as "CurrencyIsoCode",
    o.created_at as _created_at,
    o.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.order as o on s.id = o.order_no
