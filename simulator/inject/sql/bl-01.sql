-- The monthly invoice left an hour out, and no later one brought it.
-- after: 15_billing
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'invoice_line' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    b.due_on as arises_on, cast(null as date) as corrected_on, b.trans_no
from truth.booked as b
inner join plan.billable as item on item.line_kind = 'time' and item.trans_no = b.trans_no
where b.is_past_cycle and (select count(*) from plan.billable as same where same.project_no = item.project_no and same.invoiced_on = item.invoiced_on) >= 10
-- mutation
delete from plan.billable where line_kind = 'time' and trans_no in (select trans_no from picked);
