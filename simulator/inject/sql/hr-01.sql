-- Somebody got a new employee number in the PSA that HR does not know. Corrected: the PSA has HR's number since.
-- after: 21_plans
-- claims: worker
-- candidates
with days as (
    select s.resource_no, h.currency, h.is_billable, h.bill_rate, unnest([s.mon_seconds, s.tue_seconds, s.wed_seconds, s.thu_seconds, s.fri_seconds, s.sat_seconds, s.sun_seconds]) as seconds
    from psa.timecard_split as s
    inner join psa.timecard_header as h on s.header_no = h.header_no
    where h.approved_at is not null and h.approval_withdrawn_at is null and h.deleted_at is null and s.deleted_at is null
),

booked as (             -- null where several currencies are added up
    select resource_no, sum(seconds) as seconds, max(currency) filter (is_billable) as currency,
        case when count(distinct currency) filter (is_billable) <= 1 then cast(sum(half_up(case when is_billable then seconds else 0 end::bigint * cast(bill_rate * 10000 as bigint), 3600)) as decimal(18, 0)) * 0.0001 end as money
    from days where seconds > 0 group by resource_no
)

select
    r.resource_no as key, cast(null as integer) as account_no, r.worker_no, cast(null as integer) as project_no,
    'psa.resource' as left_kind, cast(r.resource_no as bigint) as left_no, cast(null as varchar) as left_part,
    'hr.worker' as right_kind, cast(r.worker_no as bigint) as right_no, cast(null as varchar) as right_part,
    'employee_no' as field, cast(booked.money as decimal(18, 4)) as money, booked.currency, cast(coalesce(booked.seconds, 0) as bigint) as seconds, 'over' as direction,
    r.company_no, cast(r.created_at as date) as arises_on,
    plus_weekdays(greatest(cast(r.created_at as date), r.starts_on), 15 + draw('number put right', r.resource_no, 60)) as corrected_on
from psa.resource as r
left join booked on r.resource_no = booked.resource_no
where r.worker_no is not null and r.ends_on is null and r.deleted_at is null and not r.is_external
-- mutation
update psa.resource set
    worker_code = case when p.corrected_on is null then '9' || resource.worker_code else resource.worker_code end,
    worker_code_before = case when p.corrected_on is not null then '9' || resource.worker_code end, worker_code_changed_at = moment(p.corrected_on, 600)
from picked as p where resource.resource_no = p.left_no;
