select
    recid_exchangeratecurrencypair(p.pair_no) as exchangeratecurrencypair,
    r.valid_from as validfrom,
    r.valid_to as validto,
    cast(r.rate * 100 as decimal(28, 10)) as exchangerate,
    r.rate_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.exchange_rate as r on s.id = r.rate_no
inner join rate_pair as p
    on r.rate_type = p.rate_type and r.from_currency = p.from_currency and r.to_currency = p.to_currency
