-- A milestone was invoiced that the client has not accepted.
-- after: 16_invoices
-- claims: record
-- candidates
select
    m.milestone_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.invoice_line' as left_kind, line.invoice_line_no as left_no, cast(null as varchar) as left_part,
    'psa.milestone' as right_kind, cast(m.milestone_no as bigint) as right_no, cast(null as varchar) as right_part,
    'status' as field, cast(line.amount as decimal(18, 4)) as money, line.currency, cast(null as bigint) as seconds, 'over' as direction, p.company_no,
    invoice.invoiced_on as arises_on, cast(null as date) as corrected_on
from erp.invoice_line as line
inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no
inner join erp.on_account as o on line.on_account_trans_no = o.trans_no
inner join psa.milestone as m on o.milestone_no = m.milestone_no
inner join psa.project as p on m.project_no = p.project_no
where line.line_kind = 'milestone' and m.accepted_at is not null
    and m.accepted_at > timestamp '{ends_at}' - interval 200 day
-- mutation
update psa.milestone set accepted_at = null where milestone_no in (select right_no from picked);
