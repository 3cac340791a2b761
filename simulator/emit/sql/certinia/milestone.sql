select
    sf_milestone(m.milestone_no) as "Id",
    m.milestone_code as "Name",
    m.currency as "CurrencyIsoCode",
    sf_proj(m.project_no) as "pse__Project__c",
    m.amount as "pse__Milestone_Amount__c",
    case
        when m.cancelled_at <= s.cut then 'Cancelled'
        when m.accepted_at <= s.cut then 'Approved'
        when m.achieved_at <= s.cut then 'Completed'
        else 'Planned'
    end as "pse__Status__c",
    m.due_on as "pse__Target_Date__c",
    case when m.achieved_at <= s.cut then m.achieved_on end as "pse__Actual_Date__c",
    true as "pse__Requires_Customer_Sign_off__c",
    coalesce(m.accepted_at <= s.cut, false) as "pse__Approved__c",
    sf_user(m.approver_user_no) as "pse__Approver__c",
    coalesce(m.accepted_at <= s.cut, false) as "pse__Approved_for_Billing__c",
    coalesce(m.accepted_at <= s.cut, false) as "pse__Include_In_Financials__c",
    false as "pse__Exclude_from_Billing__c",
    false as "pse__Billing_Hold__c",
    coalesce(m.billed_at <= s.cut, false) as "pse__Billed__c",
    coalesce(m.invoiced_at <= s.cut, false) as "pse__Invoiced__c",
    case when m.invoiced_at <= s.cut then m.invoice_number end as "pse__Invoice_Number__c",
    case when m.invoiced_at <= s.cut then m.invoiced_on end as "pse__Invoice_Date__c",
    case when m.billed_at <= s.cut then sf_billing_event_item(m.billing_event_item_no) end
        as "pse__Billing_Event_Item__c",
    m.created_at as _created_at,
    m.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.milestone as m on s.id = m.milestone_no
