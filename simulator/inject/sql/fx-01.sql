-- The CRM converts with a rate of a month that is one per cent off the ERP's.
-- after: 21_plans
-- claims: record
-- candidates
select
    hash(currency, starts_on) % 1000000000 as key, cast(null as integer) as account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.dated_rate' as left_kind, cast(row_number() over (order by currency, starts_on) as bigint) as left_no, currency || ':' || starts_on as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'rate' as field, cast(null as decimal(18, 4)) as money, currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    cast(null as integer) as company_no, starts_on as arises_on, cast(null as date) as corrected_on
from crm.dated_rate
where currency <> (select group_currency from mdm.firm) and starts_on >= (select starts_on from mdm.firm) and starts_on <= cast(timestamp '{ends_at}' as date)
-- mutation
update crm.dated_rate set conversion_rate = cast(cast(cast(dated_rate.conversion_rate * 1000000000000 as hugeint) * 101 // 100 as decimal(38, 0)) * cast(0.000000000001 as decimal(13, 12)) as decimal(28, 12))
from picked as p where dated_rate.currency || ':' || dated_rate.starts_on = p.left_part;
