-- Time is marked as invoiced with a number that no invoice has.
-- after: 21_plans
-- claims: record
-- candidates
select
    s.split_no * 10 as key, p.account_no, r.worker_no, s.project_no,
    'psa.split' as left_kind, s.split_no as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'invoice_number' as field, cast(s.bill_amount as decimal(18, 4)) as money, h.currency, cast(s.total_seconds as bigint) as seconds, 'under' as direction, p.company_no,
    cast(h.approved_at as date) + 2 as arises_on, cast(null as date) as corrected_on
from psa.timecard_split as s
inner join psa.timecard_header as h on s.header_no = h.header_no
inner join psa.project as p on s.project_no = p.project_no
inner join psa.resource as r on s.resource_no = r.resource_no
where p.billing_type = 'time_and_materials' and h.approved_at < timestamp '{ends_at}' - interval 8 day and s.billed_at is null and s.hold_placed_at is null
-- mutation
update psa.timecard_split set
    billed_at = cast(p.arises_on as timestamp) + interval 12 hour, invoiced_at = cast(p.arises_on as timestamp) + interval 14 hour,
    invoiced_on = p.arises_on, invoice_number = 'INV-9' || lpad((p.left_no % 100000)::varchar, 5, '0')
from picked as p where timecard_split.split_no = p.left_no;
