select
    recid_ledger(p.company_no) as ledger,
    recid_fiscalcalendarperiod(p.record_no) as fiscalcalendarperiod,
    case when p.hard_closed_at <= s.cut then 2 when p.soft_closed_at <= s.cut then 0 else 1 end as status,
    coalesce(
        case when p.hard_closed_at <= s.cut then p.hard_closed_at end,
        case when p.soft_closed_at <= s.cut then p.soft_closed_at end,
        cast(f.starts_on as timestamp)
    ) as modifieddatetime,
    p.period_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join company_period as p on s.id = p.period_no
cross join mdm.firm as f
