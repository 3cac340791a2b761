select
    recid_exchangeratetype(t.type_no) as exchangeratetype,
    p.from_currency as fromcurrencycode,
    p.to_currency as tocurrencycode,
    2 as exchangeratedisplayfactor,
    p.pair_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join rate_pair as p on s.id = p.pair_no
inner join rate_type as t on p.rate_type = t.rate_type
