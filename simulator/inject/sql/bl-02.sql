-- An accepted milestone was never invoiced. Corrected: it was, weeks late.
-- after: 15_billing
-- claims: record
-- candidates
select
    m.milestone_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.milestone' as left_kind, cast(m.milestone_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.on_account' as right_kind, cast(o.trans_no as bigint) as right_no, cast(null as varchar) as right_part,
    'invoice_line' as field, cast(m.amount as decimal(18, 4)) as money, m.currency, cast(null as bigint) as seconds, 'under' as direction, p.company_no,
    cast(m.accepted_at as date) as arises_on, plus_weekdays(cast(m.accepted_at as date), 9 + draw('invoiced late', m.milestone_no, 10)) as corrected_on
from psa.milestone as m
inner join erp.on_account as o on m.milestone_no = o.milestone_no
inner join psa.project as p on m.project_no = p.project_no
where o.invoiced_at is not null and m.accepted_at < timestamp '{ends_at}' - interval 14 day
-- mutation
delete from plan.trio where invoice_no in (select invoice_no from plan.document inner join picked as p on document.on_account_no = p.right_no where p.corrected_on is null);
delete from plan.document where on_account_no in (select right_no from picked where corrected_on is null);
update plan.trio set invoiced_on = p.corrected_on, posted_at = moment(p.corrected_on, 1200)
from picked as p inner join plan.document as document on document.on_account_no = p.right_no where p.corrected_on is not null and trio.invoice_no = document.invoice_no;
update plan.document set invoiced_on = p.corrected_on, posted_at = moment(p.corrected_on, 1200) from picked as p where p.corrected_on is not null and document.on_account_no = p.right_no;
update erp.on_account set invoiced_at = moment(p.corrected_on, 1200), proposed_at = moment(p.corrected_on, 840) from picked as p where on_account.trans_no = p.right_no;
