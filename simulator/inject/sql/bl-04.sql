-- The PSA's billing record is five hundred above the invoice. Corrected: its amount was put right.
-- after: 21_plans
-- claims: record
-- candidates
select
    i.invoice_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.invoice' as left_kind, cast(i.invoice_no as bigint) as left_no, cast(null as varchar) as left_part,
    'psa.billing_event' as right_kind, cast(b.billing_event_no as bigint) as right_no, cast(null as varchar) as right_part,
    'total_amount' as field, cast(500 as decimal(18, 4)) as money, i.currency, cast(null as bigint) as seconds, 'over' as direction, i.company_no,
    i.invoiced_on as arises_on, plus_weekdays(i.invoiced_on, 4 + draw('put right', i.invoice_no, 12)) as corrected_on
from erp.invoice as i
inner join psa.billing_event as b on i.invoice_no = b.billing_event_no
inner join psa.project as p on b.project_no = p.project_no
where i.kind = 'invoice' and b.invoiced_at is not null and i.untaxed_amount > 1000
    and not exists (from erp.invoice as credit where credit.credits_invoice_no = i.invoice_no)
-- mutation
update psa.billing_event set
    amount = case when p.corrected_on is null then billing_event.amount + 500 else billing_event.amount end,
    amount_before = case when p.corrected_on is not null then billing_event.amount + 500 end, amount_changed_at = moment(p.corrected_on, 600)
from picked as p where billing_event.billing_event_no = p.right_no;
