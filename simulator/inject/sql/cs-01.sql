-- The ERP costs time a tenth above the person's cost rate.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    'erp.hour_trans' as right_kind, b.trans_no as right_no, cast(null as varchar) as right_part,
    'cost_amount' as field, cast(money(cents_of(b.cost_amount) // 10) as decimal(18, 4)) as money, b.cost_currency as currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    cast(b.posted_at as date) as arises_on, cast(null as date) as corrected_on
    , b.trans_no
from truth.booked as b
where not b.is_external and b.cost_amount > 50 and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
-- mutation
update plan.posting as hour_trans set cost_amount = hour_trans.cost_amount + money(cents_of(hour_trans.cost_amount) // 10), cost_amount_acc = money(converted(cents_of(hour_trans.cost_amount) + cents_of(hour_trans.cost_amount) // 10, booked.cost_e8))
from picked as p
inner join plan.booked as booked on p.trans_no = booked.trans_no
where hour_trans.trans_no = p.trans_no;
