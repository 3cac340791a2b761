select
    sf_miscellaneous_adjustment(m.adjustment_no) as "Id",
    'MA-' || lpad(cast(m.adjustment_no as varchar), 6, '0') as "Name",
    m.currency as "CurrencyIsoCode",
    sf_proj(m.project_no) as "pse__Project__c",
    m.category as "pse__Transaction_Category__c",
    case m.kind
        when 'write_down' then 'Write-Down'
        when 'write_off' then 'Write-Off'
        when 'write_up' then 'Write-Up'
        when 'transfer' then 'Transfer'
    end as "Adjustment_Kind__c",
    hours(m.seconds) as "Hours__c",
    m.amount as "pse__Amount__c",
    m.effective_on as "pse__Effective_Date__c",
    case when m.approved_at <= s.cut then 'Approved' else 'Submitted' end as "pse__Status__c",
    coalesce(m.approved_at <= s.cut, false) as "pse__Approved__c",
    sf_user(m.approved_by_user_no) as "pse__Approver__c",
    m.reason as "pse__Description__c",
    sf_timecard(m.split_no) as "Timecard_Split__c",
    coalesce(m.approved_at <= s.cut, false) as "pse__Include_In_Financials__c",
    false as "pse__Billing_Hold__c",
    false as "pse__Billed__c",
    false as "pse__Invoiced__c",
    m.created_at as _created_at,
    m.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.misc_adjustment as m on s.id = m.adjustment_no
