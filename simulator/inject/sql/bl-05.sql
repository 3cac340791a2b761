-- Time is marked as invoiced with a number that no invoice has: every day of a split.
-- after: 21_plans
-- claims: record
-- candidates
with days as (
    select s.split_no, part.no, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][part.no] as day,
        [s.mon_seconds, s.tue_seconds, s.wed_seconds, s.thu_seconds, s.fri_seconds, s.sat_seconds, s.sun_seconds][part.no] as seconds
    from psa.timecard_split as s, range(1, 8) as part(no)
)

select
    s.split_no * 10 as key, p.account_no, r.worker_no, s.project_no,
    'psa.split_day' as left_kind, s.split_no as left_no, days.day as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'invoice_number' as field, cast(money(value_of(days.seconds, cents_of(h.bill_rate))) as decimal(18, 4)) as money, h.currency, cast(days.seconds as bigint) as seconds, 'under' as direction, p.company_no,
    cast(h.approved_at as date) + 2 as arises_on, cast(null as date) as corrected_on, h.bill_rate
from psa.timecard_split as s
inner join days on s.split_no = days.split_no and days.seconds > 0
inner join psa.timecard_header as h on s.header_no = h.header_no
inner join psa.project as p on s.project_no = p.project_no
inner join psa.resource as r on s.resource_no = r.resource_no
where p.billing_type = 'time_and_materials' and h.approved_at < timestamp '{ends_at}' - interval 8 day and s.billed_at is null and s.hold_placed_at is null
    and h.approval_withdrawn_at is null
qualify row_number() over (partition by s.split_no order by days.no) = 1
-- mutation
update psa.timecard_split set
    billed_at = cast(p.arises_on as timestamp) + interval 12 hour, invoiced_at = cast(p.arises_on as timestamp) + interval 14 hour,
    invoiced_on = p.arises_on, invoice_number = 'INV-9' || lpad((p.left_no % 100000)::varchar, 5, '0')
from picked as p where timecard_split.split_no = p.left_no;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no, part.no), 'BL-05', p.left_kind, p.left_no, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][part.no], null, null, null,
    p.field, money(value_of(seconds_of_day, cents_of(p.bill_rate))), p.currency, seconds_of_day, p.direction, p.company_no, p.arises_on, null, null
from picked as p
inner join psa.timecard_split as s on p.left_no = s.split_no
cross join range(1, 8) as part(no),
    lateral (select [s.mon_seconds, s.tue_seconds, s.wed_seconds, s.thu_seconds, s.fri_seconds, s.sat_seconds, s.sun_seconds][part.no] as seconds_of_day)
where seconds_of_day > 0 and ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][part.no] <> p.left_part;
