select
    sf_est_vs_actuals(f.record_no) as "Id",
    'EVA-' || lpad(cast(f.record_no as varchar), 6, '0') as "Name",
    f.currency as "CurrencyIsoCode",
    sf_proj(f.project_no) as "pse__Project__c",
    f.month_on as "pse__Start_Date__c",
    last_day(f.month_on) as "pse__End_Date__c",
    'Month' as "pse__Time_Period_Type__c",
    hours(f.seconds) as "pse__Estimated_Hours__c",
    b.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join forecast as b on s.id = b.forecast_no
inner join forecast as f
    on s.id = f.record_no and f.created_at <= s.cut and (f.replaced_at is null or f.replaced_at > s.cut)
