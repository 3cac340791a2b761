-- Time was posted a second time, on the next run. Corrected: the second posting was reversed, while its period was open and before the month was billed.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'erp.hour_trans' as left_kind, (select max(trans_no) from plan.posting) + row_number() over (order by b.key) as left_no, cast(null as varchar) as left_part,
    'psa.split_day' as right_kind, b.split_no as right_no, b.day as right_part,
    'postings' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency, cast(b.seconds as bigint) as seconds, 'over' as direction, b.company_no,
    cast(b.posted_at as date) + 1 as arises_on,
    plus_weekdays(cast(b.posted_at as date) + 1, 1 + draw('reversed', b.key, 3)) as reversed_on,
    case when moment(reversed_on, 360) < period.closes_at and (b.billing_type <> 'time_and_materials' or reversed_on <= last_day(b.trans_on) + 4) then reversed_on end as corrected_on,
    b.trans_no, b.billing_type, b.trans_on as worked_on, b.posted_at + interval 1 day as posted_at
from truth.booked as b
inner join plan.day_period as period on b.company_no = period.company_no and b.trans_on = period.on_day
where not b.is_external and b.posted_at + interval 1 day < least(period.closes_at, timestamp '{ends_at}') and date_trunc('month', b.accounting_on) = date_trunc('month', b.trans_on)
    and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
-- mutation
insert into plan.posting
select hour_trans.* replace (p.left_no as trans_no, 'DUP' || lpad(p.left_no::varchar, 9, '0') as voucher, hour_trans.posted_at + interval 1 day as posted_at)
from plan.posting as hour_trans inner join picked as p on hour_trans.trans_no = p.trans_no;
update plan.posting set adjusted_at = moment(p.corrected_on, 360) from picked as p where p.corrected_on is not null and posting.trans_no = p.left_no;
insert into plan.posting
select second.* replace (
    (select max(left_no) from picked) + row_number() over (order by p.left_no) as trans_no, 'BACK' || lpad(p.left_no::varchar, 9, '0') as voucher, moment(p.corrected_on, 360) as posted_at, null as adjusted_at,
    -second.seconds as seconds, -second.cost_amount as cost_amount, -second.cost_amount_acc as cost_amount_acc, -second.sale_amount as sale_amount, -second.sale_amount_acc as sale_amount_acc,
    p.left_no as reverses_trans_no, true as is_correction
)
from plan.posting as second inner join picked as p on second.trans_no = p.left_no and p.corrected_on is not null;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'BL-06', p.right_kind, p.right_no, p.right_part, null, null, null, 'invoiced_seconds', p.money, p.currency, p.seconds, 'over', p.company_no,
    run.invoiced_on, null, p.break_no
from picked as p
inner join (                           -- the run that takes it: of its month or a later one, after it was posted
    select p.break_no, min(next_weekday(cast(month.month_on + interval 1 month as date) + 4 + draw('billing run', p.project_no, 3))) as invoiced_on
    from picked as p
    inner join (select distinct month_on from plan.day) as month
        on month.month_on >= date_trunc('month', p.worked_on) and month.month_on >= date_trunc('month', p.posted_at - interval 32 day) and month.month_on <= date_trunc('month', p.posted_at)
    where moment(next_weekday(cast(month.month_on + interval 1 month as date) + 4 + draw('billing run', p.project_no, 3)), 840) > p.posted_at
    group by p.break_no
) as run on p.break_no = run.break_no
where p.billing_type = 'time_and_materials' and p.corrected_on is null and moment(run.invoiced_on, 1200) <= timestamp '{ends_at}';
