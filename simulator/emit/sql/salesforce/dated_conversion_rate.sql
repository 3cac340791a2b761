select
    sf_datedconversionrate(d.rate_no) as "Id",
    d.currency as "IsoCode",
    d.starts_on as "StartDate",
    case
        when cast(d.next_start_on as timestamp) <= s.cut then d.next_start_on else date '9999-12-31'
    end as "NextStartDate",
    d.conversion_rate as "ConversionRate",
    cast(d.starts_on as timestamp) as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join dated_rate as d on s.id = d.rate_no
