-- Approved time never reached the ERP. Corrected: it was posted late, while its period was open and before the month was billed.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'posting' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency as currency, cast(b.seconds as bigint) as seconds, 'under' as direction, b.company_no,
    cast(b.approved_at as date) as arises_on,
    plus_weekdays(cast(b.approved_at as date), 5 + draw('posted late', b.key, 3)) as late_on,
    case when moment(late_on, 360) < period.closes_at and (b.billing_type <> 'time_and_materials' or late_on <= last_day(b.trans_on) + 4) then late_on end as corrected_on
    , b.trans_no, b.billing_type, b.is_past_cycle, b.due_on
from truth.booked as b
inner join plan.day_period as period on b.company_no = period.company_no and b.accounting_on = period.on_day
where not b.is_external
-- mutation
delete from erp.intercompany where hour_trans_no in (select trans_no from picked where corrected_on is null);
delete from plan.posting where trans_no in (select trans_no from picked where corrected_on is null);
update erp.intercompany set posted_at = moment(p.corrected_on, 360), voucher = 'LATE' || lpad(p.trans_no::varchar, 9, '0')
from picked as p where p.corrected_on is not null and intercompany.hour_trans_no = p.trans_no;
update plan.posting set posted_at = moment(p.corrected_on, 360), voucher = 'LATE' || lpad(p.trans_no::varchar, 9, '0')
from picked as p where p.corrected_on is not null and posting.trans_no = p.trans_no;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'BL-01', p.left_kind, p.left_no, p.left_part, null, null, null, 'invoice_line', p.money, p.currency, p.seconds, 'under', p.company_no,
    p.due_on, null, p.break_no
from picked as p where p.billing_type = 'time_and_materials' and p.is_past_cycle and p.corrected_on is null;
