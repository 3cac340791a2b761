-- A quarter of an hour got lost on the way to the ERP.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    'erp.hour_trans' as right_kind, b.trans_no as right_no, cast(null as varchar) as right_part,
    'duration_seconds' as field, cast(b.sale_amount - (select money(value_of(e.seconds - 900, e.rate_cents)) from plan.booked as e where e.trans_no = b.trans_no) as decimal(18, 4)) as money, b.currency as currency, cast(900 as bigint) as seconds, 'under' as direction, b.company_no,
    cast(b.posted_at as date) as arises_on, cast(null as date) as corrected_on
    , b.trans_no, b.billing_type, b.is_past_cycle, b.due_on
from truth.booked as b
where b.seconds > 3600 and not b.is_external and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
-- mutation
update plan.posting as hour_trans set seconds = hour_trans.seconds - 900, cost_amount = money(value_of(booked.seconds - 900, booked.cost_cents)), cost_amount_acc = money(converted(value_of(booked.seconds - 900, booked.cost_cents), booked.cost_e8)),
    sale_amount = money(value_of(booked.seconds - 900, booked.rate_cents)), sale_amount_acc = money(converted(value_of(booked.seconds - 900, booked.rate_cents), booked.sale_e8))
from picked as p
inner join plan.booked as booked on p.trans_no = booked.trans_no
where hour_trans.trans_no = p.trans_no;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'BL-01', p.left_kind, p.left_no, p.left_part, null, null, null, 'invoice_line', p.money, p.currency, p.seconds, 'under', p.company_no,
    p.due_on, null, p.break_no
from picked as p where p.billing_type = 'time_and_materials' and p.is_past_cycle;
