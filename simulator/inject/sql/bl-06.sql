-- The next monthly invoice brought an hour again that the one before had billed.
-- after: 15_billing
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'invoiced_seconds' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency, cast(b.seconds as bigint) as seconds, 'over' as direction, b.company_no,
    next.invoiced_on as arises_on, cast(null as date) as corrected_on, b.trans_no
from truth.booked as b
inner join plan.billable as item on item.line_kind = 'time' and item.trans_no = b.trans_no
inner join plan.document as own on own.project_no = item.project_no and own.run = 'time' and own.leg = 1 and own.invoiced_on = item.invoiced_on
inner join plan.document as next on next.project_no = item.project_no and next.run = 'time' and next.leg = 1 and next.invoiced_on > item.invoiced_on
where not exists (from plan.document as again where again.key in (own.key, next.key) and again.leg > 1)
qualify row_number() over (partition by b.key order by next.invoiced_on) = 1
-- mutation
insert into plan.billable select 'time', p.trans_no, p.project_no, p.arises_on from picked as p;
