-- The PSA's billing record is five hundred above the invoice.
-- after: 21_plans
-- claims: record
-- candidates
select
    i.invoice_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.invoice' as left_kind, cast(i.invoice_no as bigint) as left_no, cast(null as varchar) as left_part,
    'psa.billing_event' as right_kind, cast(b.billing_event_no as bigint) as right_no, cast(null as varchar) as right_part,
    'total_amount' as field, cast(500 as decimal(18, 4)) as money, i.currency, cast(null as bigint) as seconds, 'over' as direction, i.company_no,
    i.invoiced_on as arises_on, cast(null as date) as corrected_on
from erp.invoice as i
inner join psa.billing_event as b on i.invoice_no = b.billing_event_no
inner join psa.project as p on b.project_no = p.project_no
where i.kind = 'invoice' and b.invoiced_at is not null and i.untaxed_amount > 1000
    and not exists (from erp.invoice as credit where credit.credits_invoice_no = i.invoice_no)
-- mutation
update psa.billing_event set amount = amount + 500 where billing_event_no in (select right_no from picked);
