-- A cost was booked by hand into a period that had been closed for good.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'erp.hour_trans' as left_kind, (select max(trans_no) from plan.posting) + row_number() over (order by b.key) as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'cost_amount' as field, cast(b.cost_amount as decimal(18, 4)) as money, b.cost_currency as currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    cast(f.hard_closed_at as date) + 5 as arises_on, cast(null as date) as corrected_on, b.trans_no
from truth.booked as b
inner join erp.fiscal_period as f on b.company_no = f.company_no and b.trans_on between f.starts_on and f.ends_on
where f.hard_closed_at + interval 6 day < timestamp '{ends_at}' and not b.is_external and date_trunc('month', b.accounting_on) = date_trunc('month', b.trans_on)
    and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
-- mutation
insert into plan.posting
select h.* replace (
    p.left_no as trans_no, null as split_no, null as weekday, 'manual' as origin, 0 as sale_amount, 0 as sale_amount_acc, false as is_billable,
    'LAT' || lpad(p.left_no::varchar, 9, '0') as voucher, cast(p.arises_on as timestamp) + interval 10 hour as posted_at
)
from plan.posting as h inner join picked as p on h.trans_no = p.trans_no;
