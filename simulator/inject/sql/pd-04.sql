-- An approval was recalled after the time had been posted.
-- after: 21_plans
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    'erp.hour_trans' as right_kind, b.trans_no as right_no, cast(null as varchar) as right_part,
    'status' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency, cast(b.seconds as bigint) as seconds, 'over' as direction, b.company_no,
    cast(timestamp '{ends_at}' as date) - 4 as arises_on, cast(null as date) as corrected_on, s.header_no
from truth.booked as b
inner join psa.timecard_split as s on b.split_no = s.split_no
where not b.is_external and s.total_seconds = b.seconds and (select count(*) from psa.timecard_split as part where part.header_no = s.header_no) = 1
-- mutation
update psa.timecard_header set approval_withdrawn_at = cast(p.arises_on as timestamp) + interval 11 hour from picked as p where timecard_header.header_no = p.header_no;
insert into psa.approval_event
select (select max(approval_event_no) from psa.approval_event) + row_number() over (order by p.header_no), 'timecard', p.header_no,
    (select max(sequence) from psa.approval_event as e where e.target_kind = 'timecard' and e.target_no = p.header_no) + 1, 'recalled', cast(p.arises_on as timestamp) + interval 11 hour, h.approver_user_no
from picked as p inner join psa.timecard_header as h on p.header_no = h.header_no;
