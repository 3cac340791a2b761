select
    sf_billing_event(b.billing_event_no) as "Id",
    b.name as "Name",
    b.currency as "CurrencyIsoCode",
    sf_proj(b.project_no) as "pse__Project__c",
    b.billed_on as "pse__Date__c",
    case when b.released_at <= s.cut then 'Released' else 'Draft' end as "pse__Status__c",
    coalesce(b.released_at <= s.cut, false) as "pse__Is_Approved__c",
    coalesce(b.released_at <= s.cut, false) as "pse__Is_Released__c",
    coalesce(b.invoiced_at <= s.cut, false) as "pse__Invoiced__c",
    case when b.invoiced_at <= s.cut then b.invoice_number end as "pse__Invoice_Number__c",
    case when b.invoiced_at <= s.cut then cast(b.invoiced_at as date) end as "pse__Invoice_Date__c",
    case when b.amount_changed_at > s.cut then b.amount_before else b.amount end as "pse__Summary_Amount__c",
    case when b.amount_changed_at > s.cut then b.amount_before else b.amount end as "pse__Rounded_Summary_Amount__c",
    b.created_at as _created_at,
    b.cancelled_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.billing_event as b on s.id = b.billing_event_no
