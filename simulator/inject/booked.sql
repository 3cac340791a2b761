-- Approved time of clients as the ERP has it, posted once and not adjusted: what most breaks strike.
create or replace view truth.booked as
select
    h.trans_no, h.split_no, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][h.weekday] as day, h.split_no * 10 + h.weekday as key,
    h.company_no, h.erp_project_no as project_no, p.account_no, r.worker_no, r.is_external, p.billing_type,
    h.trans_on, h.accounting_on, h.posted_at, c.approved_at, h.seconds, h.sale_amount, h.currency, h.cost_amount, h.cost_currency,
    -- billed with the month it was worked and approved in, ten days after it at the latest
    last_day(greatest(h.trans_on, cast(c.approved_at as date))) + 10 as due_on, due_on < (select ends_on from mdm.firm) as is_past_cycle
from plan.posting as h
inner join psa.project as p on h.erp_project_no = p.project_no
inner join plan.split as s on h.split_no = s.split_no
inner join psa.timecard_header as c on s.header_no = c.header_no
inner join psa.resource as r on c.resource_no = r.resource_no
where h.origin = 'integration' and h.is_billable and h.reverses_trans_no is null and h.adjusts_trans_no is null and h.adjusted_at is null
    and c.approved_at < (select ends_at from mdm.firm) - interval 8 day
    and (select count(*) from plan.posting as every where every.split_no = h.split_no and every.weekday = h.weekday) = 1;
