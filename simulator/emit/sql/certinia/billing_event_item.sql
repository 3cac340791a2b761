select
    sf_billing_event_item(i.item_no) as "Id",
    'BEI-' || strftime(i.item_on, '%Y%m%d') || '-' || lpad(cast(i.item_no as varchar), 5, '0') as "Name",
    i.currency as "CurrencyIsoCode",
    sf_billing_event(i.billing_event_no) as "pse__Billing_Event__c",
    sf_proj(i.project_no) as "pse__Project__c",
    i.category as "pse__Category__c",
    i.item_on as "pse__Date__c",
    i.amount as "pse__Amount__c",
    i.amount as "pse__Rounded_Amount__c",
    i.quantity as "pse__Quantity__c",
    i.unit_price as "pse__Unit_Price__c",
    sf_timecard(i.split_no) as "pse__Timecard_Split__c",
    sf_expense(i.expense_no) as "pse__Expense__c",
    sf_milestone(i.milestone_no) as "pse__Milestone__c",
    sf_budget(i.budget_no) as "pse__Budget__c",
    coalesce(sf_timecard(i.split_no), sf_expense(i.expense_no), sf_milestone(i.milestone_no), sf_budget(i.budget_no))
        as "pse__Object_Id__c",
    i.created_at as _created_at,
    b.cancelled_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.billing_event_item as i on s.id = i.item_no
inner join psa.billing_event as b on i.billing_event_no = b.billing_event_no
