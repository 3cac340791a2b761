-- Time was posted into the month after its own, which was still open.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    'erp.hour_trans' as right_kind, b.trans_no as right_no, cast(null as varchar) as right_part,
    'period' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency as currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    cast(b.posted_at as date) as arises_on, cast(null as date) as corrected_on
    , b.trans_no, (select min(ends_on) + 1 from erp.fiscal_period as f where f.company_no = b.company_no and b.trans_on between f.starts_on and f.ends_on) as shifted_on
from truth.booked as b
where date_trunc('month', b.accounting_on) = date_trunc('month', b.trans_on) and not b.is_external and (select min(ends_on) from erp.fiscal_period as f where f.company_no = b.company_no and b.trans_on between f.starts_on and f.ends_on) + 3 < cast(timestamp '{ends_at}' as date)
    and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
-- mutation
update plan.posting as hour_trans set accounting_on = p.shifted_on, voucher = 'SHF' || lpad(p.trans_no::varchar, 9, '0'), posted_at = greatest(hour_trans.posted_at, cast(p.shifted_on as timestamp) + interval 6 hour)
from picked as p where hour_trans.trans_no = p.trans_no;
