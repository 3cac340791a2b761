-- The monthly invoice left an hour out, and no later one brought it. Corrected: the next one did.
-- after: 15_billing
-- claims: record
-- candidates
with plain as (                        -- monthly invoices that were not credited and billed anew
    select project_no, invoiced_on, lead(invoiced_on) over (partition by project_no order by invoiced_on) as next_on
    from plan.document as document
    where run = 'time' and leg = 1 and not exists (from plan.document as again where again.key = document.key and again.leg > 1)
)

select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'invoice_line' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    b.due_on as arises_on, plain.next_on as corrected_on, b.trans_no
from truth.booked as b
inner join plan.billable as item on item.line_kind = 'time' and item.trans_no = b.trans_no
left join plain on item.project_no = plain.project_no and item.invoiced_on = plain.invoiced_on
where b.is_past_cycle and (select count(*) from plan.billable as same where same.project_no = item.project_no and same.invoiced_on = item.invoiced_on) >= 10
-- mutation
delete from plan.billable where line_kind = 'time' and trans_no in (select trans_no from picked where corrected_on is null);
update plan.billable set invoiced_on = p.corrected_on from picked as p where p.corrected_on is not null and billable.line_kind = 'time' and billable.trans_no = p.trans_no;
