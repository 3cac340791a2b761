select
    y.code as name,
    y.currency as accountingcurrency,
    f.group_currency as reportingcurrency,
    recid_ledgerchartofaccounts(1) as chartofaccounts,
    recid_fiscalcalendar(k.calendar_no) as fiscalcalendar,
    recid_companyinfo(y.company_no) as primaryforlegalentity,
    recid_exchangeratetype(t.type_no) as defaultexchangeratetype,
    y.company_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join mdm.company as y on s.id = y.company_no
inner join calendar as k on y.fiscal_calendar = k.fiscal_calendar
left join rate_type as t on t.rate_type = 'spot'
cross join mdm.firm as f
